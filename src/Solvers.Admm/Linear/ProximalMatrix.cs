using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The upper triangle, by columns, of P/ρ + σ₀I + A'A for changing ρ.</summary>
internal sealed class ProximalMatrix
{
    private readonly NormalMatrix _normal;
    private readonly double[] _gram;

    /// <summary>Forms σ₀I + A'A on a pattern with room for P.</summary>
    public ProximalMatrix(SparseMatrix a, SparseMatrix? p, double proximalWeight, WorkerTeam? team = null)
    {
        _normal = new NormalMatrix(a.Transpose(), p);
        _gram = new double[_normal.NonzeroCount];
        _normal.Form([], _gram, team);
        _normal.AddDiagonal(proximalWeight, _gram);
        Values = (double[])_gram.Clone();
        DependsOnPenalty = p is not null;
    }

    /// <summary>Whether there is a P.</summary>
    public bool DependsOnPenalty { get; }

    /// <summary>Where each column begins.</summary>
    public ReadOnlySpan<int> Starts => _normal.ColumnStarts;

    /// <summary>The row of each entry.</summary>
    public ReadOnlySpan<int> Rows => _normal.RowIndices;

    /// <summary>The values for the ρ of the last <see cref="Combine"/>; before it, without P.</summary>
    public double[] Values { get; }

    /// <summary>Values ← those of ρ.</summary>
    public void Combine(double penalty)
    {
        _gram.CopyTo(Values, 0);
        _normal.AddOther(1 / penalty, Values);
    }

    /// <summary>Orders and analyses the pattern; all pivots are positive.</summary>
    public SparseLdl Analyze()
    {
        var signs = new int[_normal.Order];
        Array.Fill(signs, 1);
        return SparseLdl.Analyze(_normal.ToMatrix(_gram), signs);
    }
}
