using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>
/// A group lasso brought to a small, well-scaled form: atoms that are zero are left out, Y and the atoms are divided by their largest norms,
/// and where there are fewer atoms than samples both are rotated into the span of the atoms (the part of Y orthogonal to it is a constant).
/// </summary>
internal sealed class RestrictedProblem
{
    private readonly double[] _atoms, _y;

    private RestrictedProblem(double[] atoms, double[] y, int[] active, int rows, int c)
    {
        (_atoms, _y, Active, Rows, C) = (atoms, y, active, rows, c);
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
    public double ObjectiveScale { get; private init; }

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
        var rows = n;
        if (active.Count < n) rows = Rotate(ref scaled, ref columns, active.Count, n, c);
        return new RestrictedProblem(scaled, columns, [.. active], rows, c)
        {
            // With a = αa', y = τy', v = (τ/α)v' the objective is τ²(½‖Σa'v' − y'‖² + (β/(ατ))Σ‖v'‖).
            Beta = beta / atomScale / targetScale,
            VScale = targetScale / atomScale,
            ObjectiveScale = targetScale * targetScale,
        };
    }

    /// <summary>Householder QR of the n×m matrix of atoms, m &lt; n; the first m rows of QᵀA and QᵀY replace A and Y.</summary>
    private static int Rotate(ref double[] atoms, ref double[] y, int m, int n, int c)
    {
        var reflector = new double[n];
        for (var k = 0; k < m; k++)
        {
            var pivot = atoms.AsSpan(k * n + k, n - k);
            var norm = TensorPrimitives.Norm<double>(pivot);
            if (norm == 0) continue;
            var h = reflector.AsSpan(0, n - k);
            pivot.CopyTo(h);
            h[0] += Math.CopySign(norm, h[0]);
            var square = TensorPrimitives.SumOfSquares<double>(h);
            if (square == 0) continue;
            for (var j = k; j < m; j++) Reflect(atoms.AsSpan(j * n + k, n - k), h, square);
            for (var q = 0; q < c; q++) Reflect(y.AsSpan(q * n + k, n - k), h, square);
        }

        var (small, target) = (new double[m * m], new double[c * m]);
        for (var j = 0; j < m; j++) atoms.AsSpan(j * n, j + 1).CopyTo(small.AsSpan(j * m)); // below the diagonal there is only rounding
        for (var q = 0; q < c; q++) y.AsSpan(q * n, m).CopyTo(target.AsSpan(q * m));
        (atoms, y) = (small, target);
        return m;
    }

    private static void Reflect(Span<double> vector, ReadOnlySpan<double> h, double square)
        => TensorPrimitives.MultiplyAdd(h, -2 * TensorPrimitives.Dot(h, vector) / square, vector, vector);
}
