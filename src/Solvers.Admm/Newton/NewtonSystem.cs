using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Solves Px + A'z = f, Ax − Hz = g with the metric H of scaled cones, 0 on equality rows A₀. On the others z = H⁻¹(Ax − g); with
/// N = P + A'H⁻¹A + A₀'A₀ there remain Nx + A₀'z₀ = f + A'H⁻¹g + A₀'g₀ and A₀x = g₀, solved by Cholesky factors of N and of A₀N⁻¹A₀' with
/// small shifts, which refinement on the system itself takes back.
/// </summary>
internal sealed class NewtonSystem
{
    private const int RefinementLimit = 25, SlowLimit = 3;
    private const double Shift = 1e-14;

    private readonly ScaledProgram _program;
    private readonly ScaledCone[] _cones;
    private readonly BlockColumns[] _columns;
    private readonly int[] _equalities;
    private readonly double[] _normal, _schur, _half, _f, _x, _z, _work, _multipliers, _rest;
    private readonly List<(double[] X, double[] Z, double[] Image)> _corrections = [];

    public NewtonSystem(ScaledProgram program, ScaledCone[] cones, BlockColumns[] columns)
    {
        (_program, _cones, _columns) = (program, cones, columns);
        List<int> equalities = [];
        foreach (ScaledCone cone in cones)
        {
            for (int i = cone.Block.Start; cone is ScaledZeroCone && i < cone.Block.End; i++) equalities.Add(i);
        }
        _equalities = [.. equalities];
        int n = program.Columns, m = program.Rows, k = _equalities.Length;
        (_normal, _schur, _half) = (new double[n * n], new double[k * k], new double[n * k]);
        (_f, _x, _z, _work, _multipliers, _rest) = (new double[n], new double[n], new double[m], new double[m], new double[k], new double[n + k]);
    }

    /// <summary>Factors for the cones' present scaling; false when no shift makes the matrices positive definite.</summary>
    public bool TryFactor()
    {
        int n = _program.Columns, k = _equalities.Length;
        bool isFactored = false;
        for (double shift = Shift; shift < 1e-3 && !isFactored; shift *= 10)
        {
            Array.Clear(_normal);
            for (int c = 0; c < _cones.Length; c++) _columns[c].AddProducts(_cones[c], _normal, n);
            if (_program.P is { } p)
            {
                for (int j = 0; j < n; j++)
                {
                    for (int e = p.ColumnStarts[j]; e < p.ColumnStarts[j + 1]; e++) _normal[j * n + p.RowIndices[e]] += p.Values[e];
                }
            }
            for (int j = 0; j < n; j++) _normal[j * n + j] += shift * (1 + _normal[j * n + j]);
            isFactored = DenseCholesky.TryFactor(_normal, n);
        }
        if (!isFactored || k == 0) return isFactored;
        // With N = LL' and B = L⁻¹A₀', A₀N⁻¹A₀' = B'B.
        Array.Clear(_half);
        for (int j = 0; j < n; j++)
        {
            for (int e = _program.A.ColumnStarts[j]; e < _program.A.ColumnStarts[j + 1]; e++)
            {
                int place = Array.BinarySearch(_equalities, _program.A.RowIndices[e]);
                if (place >= 0) _half[j * k + place] = _program.A.Values[e];
            }
        }
        TriangularSolve.Lower(n, _normal, n, _half, k, k);
        for (double shift = Shift; shift < 1e-3; shift *= 10)
        {
            Gemm.SyrkLower(k, n, 1, _half, k, true, 0, _schur, k);
            double largest = 1e-300;
            for (int i = 0; i < k; i++) largest = Math.Max(largest, _schur[i * k + i]);
            for (int i = 0; i < k; i++) _schur[i * k + i] += shift * largest;
            if (DenseCholesky.TryFactor(_schur, k)) return true;
        }
        return false;
    }

    /// <summary>
    /// Solves with g + Ht in the place of g; the arguments stay as they are. Where H⁻¹ is large, so would be the rounding errors of H⁻¹Ht.
    /// z = H⁻¹(Ax − g) − t is kept along, so that what is refined is the rest of stationarity and equality.
    /// </summary>
    public void Solve(ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> t, Span<double> x, Span<double> z)
    {
        x.Clear();
        g.CopyTo(_work);
        Curvature(_work, z);
        TensorPrimitives.Add(z, t, z);
        TensorPrimitives.Negate(z, z);
        foreach (int i in _equalities) z[i] = 0;
        double scale = Math.Max(EuclideanNorm.Of(f), EuclideanNorm.Of(g)), norm = Residual(f, g, x, z);
        int slow = 0;
        for (int k = 0; k < RefinementLimit && slow < SlowLimit && norm > 1e-16 * scale; k++)
        {
            Correct();
            double length = Conjugate(k);
            TensorPrimitives.MultiplyAdd(_x, length, x, x);
            TensorPrimitives.MultiplyAdd(_z, length, z, z);
            double next = Residual(f, g, x, z);
            if (!(next < norm))
            {
                // The last correction made it worse: take it back.
                TensorPrimitives.MultiplyAdd(_x, -length, x, x);
                TensorPrimitives.MultiplyAdd(_z, -length, z, z);
                return;
            }
            slow = next > 0.8 * norm ? slow + 1 : 0;
            norm = next;
        }
    }

    /// <summary>
    /// Makes the image (Px + A'z, A₀x) of the correction orthogonal to those of the corrections before it, and returns the length at which it
    /// leaves the least residual (generalised conjugate residuals, Eisenstat, Elman and Schultz 1983). Where rounding or the shift spoiled
    /// some directions of the factors, corrections at full length would not converge.
    /// </summary>
    private double Conjugate(int count)
    {
        int n = _x.Length, k = _equalities.Length;
        if (_corrections.Count == count) _corrections.Add((new double[n], new double[_z.Length], new double[n + k]));
        (double[] x, double[] z, double[] image) = _corrections[count];
        Array.Clear(image);
        _program.P?.MultiplySymmetric(_x, image.AsSpan(0, n));
        _program.A.TransposeMultiply(_z, image.AsSpan(0, n), 1, 1);
        _program.A.Multiply(_x, _work);
        for (int i = 0; i < k; i++) image[n + i] = _work[_equalities[i]];
        for (int j = 0; j < count; j++)
        {
            (double[] earlierX, double[] earlierZ, double[] earlier) = _corrections[j];
            double part = TensorPrimitives.Dot<double>(image, earlier) / TensorPrimitives.SumOfSquares<double>(earlier);
            TensorPrimitives.MultiplyAdd(earlier, -part, image, image);
            TensorPrimitives.MultiplyAdd(earlierX, -part, _x, _x);
            TensorPrimitives.MultiplyAdd(earlierZ, -part, _z, _z);
        }
        _x.CopyTo(x, 0);
        _z.CopyTo(z, 0);
        return TensorPrimitives.Dot<double>(_rest, image) / TensorPrimitives.SumOfSquares<double>(image);
    }

    /// <summary>_f ← f − Px − A'z and _multipliers ← g₀ − A₀x, both kept in _rest also; returns their norm.</summary>
    private double Residual(ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> x, ReadOnlySpan<double> z)
    {
        f.CopyTo(_f);
        _program.P?.MultiplySymmetric(x, _f, -1, 1);
        _program.A.TransposeMultiply(z, _f, -1, 1);
        _f.CopyTo(_rest, 0);
        if (_equalities.Length == 0) return EuclideanNorm.Of(_f);
        g.CopyTo(_work);
        _program.A.Multiply(x, _work, -1, 1);
        for (int i = 0; i < _equalities.Length; i++) _multipliers[i] = _work[_equalities[i]];
        _multipliers.CopyTo(_rest, _f.Length);
        return EuclideanNorm.Of(_rest);
    }

    /// <summary>_x, _z ← the change of x and z that the factors give for _f and _multipliers.</summary>
    private void Correct()
    {
        int n = _x.Length, k = _equalities.Length;
        _f.CopyTo(_x, 0);
        if (k > 0)
        {
            // Nx + A₀'z₀ = f + A₀'g₀ and A₀x = g₀.
            Array.Clear(_work);
            for (int i = 0; i < k; i++) _work[_equalities[i]] = _multipliers[i];
            _program.A.TransposeMultiply(_work, _x, 1, 1);
            TensorPrimitives.Negate(_multipliers, _multipliers);
        }
        TriangularSolve.Lower(n, _normal, n, _x);
        if (k > 0)
        {
            for (int j = 0; j < n; j++) TensorPrimitives.MultiplyAdd(_half.AsSpan(j * k, k), _x[j], _multipliers, _multipliers);
            DenseCholesky.SolveInPlace(_schur, k, _multipliers);
            for (int j = 0; j < n; j++) _x[j] -= TensorPrimitives.Dot<double>(_half.AsSpan(j * k, k), _multipliers);
        }
        TriangularSolve.LowerTransposed(n, _normal, n, _x);
        _program.A.Multiply(_x, _work);
        Curvature(_work, _z);
        for (int i = 0; i < k; i++) _z[_equalities[i]] = _multipliers[i];
    }

    private void Curvature(double[] v, Span<double> image)
    {
        foreach (ScaledCone cone in _cones) cone.Curvature(cone.Block.Of((ReadOnlySpan<double>)v), cone.Block.Of(image));
    }
}
