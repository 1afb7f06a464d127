using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>Consecutive rows of a program that lie in one cone.</summary>
/// <param name="Cone">The cone.</param>
/// <param name="Start">The first row.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Name">The constraint's name, for messages and reports.</param>
public sealed record ConeBlock(Cone Cone, int Start, int Rows, string Name)
{
    /// <summary>The order n of the matrix that a block of a matrix cone holds; 0 for other cones.</summary>
    public int Order => Cone.IsMatrixCone ? SymmetricVector.OrderOf(Rows) : 0;

    /// <summary>The row after the last one.</summary>
    public int End => Start + Rows;

    /// <summary>The part of a vector over all rows that belongs to this block.</summary>
    public ReadOnlySpan<double> Of(ReadOnlySpan<double> rows) => rows.Slice(Start, Rows);

    /// <summary>The part of a vector over all rows that belongs to this block.</summary>
    public Span<double> Of(Span<double> rows) => rows.Slice(Start, Rows);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ∈ {Cone.Symbol} ({(Cone.IsMatrixCone ? $"order {Order}" : Rows == 1 ? "1 row" : $"{Rows} rows")})";
}
