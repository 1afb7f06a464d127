using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>One cone of a relaxation, with the variable that lives over it.</summary>
public sealed class RelaxationPiece
{
    internal RelaxationPiece(CellPart part, CellFrame frame, Variable variable)
    {
        Part = part;
        Frame = frame;
        Variable = variable;
    }

    /// <summary>The cell, or the part of it.</summary>
    public CellPart Part { get; }

    /// <summary>The coordinates of the variable: u = Tû.</summary>
    public CellFrame Frame { get; }

    /// <summary>In form (V) the symmetric block [Û V̂; V̂ᵀ W] of order r + c, in form (CP) the symmetric Û of order r.</summary>
    public Variable Variable { get; }

    /// <summary>U = TÛTᵀ at a point, d×d.</summary>
    /// <param name="point">A point of the model's variables.</param>
    public double[,] U(ReadOnlySpan<double> point)
    {
        var values = point.Slice(Variable.Start, Variable.ColumnCount);
        var d = Part.Cell.Dimension;
        var u = new double[d, d];
        for (var a = 0; a < Frame.Rank; a++)
        {
            for (var b = 0; b < Frame.Rank; b++)
            {
                var entry = values[SymmetricVector.Index(a, b)];
                for (var i = 0; i < d; i++)
                {
                    for (var j = 0; j < d; j++) u[i, j] += entry * Frame.Column(a)[i] * Frame.Column(b)[j];
                }
            }
        }
        return u;
    }

    /// <summary>V = TV̂ at a point, d×c; only in form (V), where the variable has that part.</summary>
    /// <param name="point">A point of the model's variables.</param>
    /// <param name="outputs">c.</param>
    /// <exception cref="InvalidOperationException">The variable has no such part.</exception>
    public double[,] V(ReadOnlySpan<double> point, int outputs)
    {
        if (Variable.Rows != Frame.Rank + outputs)
            throw new InvalidOperationException($"A variable of order {Variable.Rows} over {Frame.Rank} coordinates has no part V with {outputs} columns; form (V) has.");
        var values = point.Slice(Variable.Start, Variable.ColumnCount);
        var v = new double[Part.Cell.Dimension, outputs];
        for (var a = 0; a < Frame.Rank; a++)
        {
            for (var i = 0; i < v.GetLength(0); i++)
            {
                for (var k = 0; k < outputs; k++) v[i, k] += Frame.Column(a)[i] * values[SymmetricVector.Index(a, Frame.Rank + k)];
            }
        }
        return v;
    }
}
