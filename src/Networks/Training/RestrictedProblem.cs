using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>
/// A group lasso brought to a small, well-scaled form: atoms that are zero are left out, Y and the atoms are divided by their largest norms,
/// and where there are fewer atoms than samples both are rotated into the span of the atoms (the part of Y orthogonal to it is a constant).
/// </summary>
internal sealed class RestrictedProblem
{
    private readonly double[] _atoms, _y;
    private readonly RowRotation? _rotation;
    private readonly int _n;
    private readonly double _targetScale;

    private RestrictedProblem(double[] atoms, double[] y, int[] active, int n, int c, RowRotation? rotation, double targetScale)
    {
        (_atoms, _y, Active, _n, C, _rotation, _targetScale) = (atoms, y, active, n, c, rotation, targetScale);
        Rows = rotation is null ? n : active.Length;
    }

    /// <summary>The indices of the atoms that are not zero.</summary>
    public int[] Active { get; }

    /// <summary>The number of rows after the rotation.</summary>
    public int Rows { get; }

    /// <summary>The number of outputs.</summary>
    public int C { get; }

    /// <summary>The number of atoms.</summary>
    public int Count => Active.Length;

    /// <summary>β in the scaled problem.</summary>
    public double Beta { get; private init; }

    /// <summary>What a scaled v_j is multiplied by.</summary>
    public double VScale { get; private init; }

    /// <summary>What a scaled objective is multiplied by.</summary>
    public double ObjectiveScale => _targetScale * _targetScale;

    /// <summary>Atom j of the scaled problem.</summary>
    public ReadOnlySpan<double> Atom(int j) => _atoms.AsSpan(j * Rows, Rows);

    /// <summary>The atoms, one after the other.</summary>
    public ReadOnlySpan<double> Atoms => _atoms;

    /// <summary>Column q of the scaled Y.</summary>
    public ReadOnlySpan<double> Target(int q) => _y.AsSpan(q * Rows, Rows);

    /// <summary>Scales and rotates; null where the solution is zero because no atom or no target is left.</summary>
    /// <param name="atoms">m atoms of n entries each, one after the other.</param>
    /// <param name="y">Y, n×c, row by row.</param>
    /// <param name="n">The number of samples.</param>
    /// <param name="c">The number of outputs.</param>
    /// <param name="beta">β.</param>
    public static RestrictedProblem? Of(ReadOnlySpan<double> atoms, ReadOnlySpan<double> y, int n, int c, double beta)
    {
        var m = atoms.Length / n;
        double atomScale = 0;
        var active = new List<int>(m);
        for (var j = 0; j < m; j++)
        {
            var largest = Math.Abs(TensorPrimitives.MaxMagnitude(atoms.Slice(j * n, n)));
            if (largest == 0) continue;
            active.Add(j);
            atomScale = Math.Max(atomScale, largest);
        }

        var targetScale = Math.Abs(TensorPrimitives.MaxMagnitude(y));
        if (active.Count == 0 || targetScale == 0) return null;
        var scaled = new double[active.Count * n];
        for (var j = 0; j < active.Count; j++) TensorPrimitives.Divide(atoms.Slice(active[j] * n, n), atomScale, scaled.AsSpan(j * n, n));
        var columns = new double[c * n];
        for (var i = 0; i < n; i++)
            for (var q = 0; q < c; q++) columns[q * n + i] = y[i * c + q] / targetScale;
        var rotation = active.Count < n ? new RowRotation(ref scaled, ref columns, active.Count, n, c) : null;
        return new RestrictedProblem(scaled, columns, [.. active], n, c, rotation, targetScale)
        {
            // With a = αa', y = τy', v = (τ/α)v' the objective is τ²(½‖Σa'v' − y'‖² + (β/(ατ))Σ‖v'‖).
            Beta = beta / atomScale / targetScale,
            VScale = targetScale / atomScale,
        };
    }

    /// <summary>The dual point n×c, row by row, of one of the scaled problem, given column by column.</summary>
    /// <param name="point">c columns of <see cref="Rows"/> entries.</param>
    public double[] ToDual(double[] point)
    {
        var columns = _rotation is null ? point : _rotation.Back(point);
        var dual = new double[_n * C];
        for (var q = 0; q < C; q++)
            for (var i = 0; i < _n; i++) dual[i * C + q] = _targetScale * columns[q * _n + i];
        return dual;
    }
}
