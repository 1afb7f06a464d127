using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Solves Px + A'z = f, Ax − Hz = g with the metric H of scaled cones, 0 on equality rows A₀. On the others z = H⁻¹(Ax − g); with
/// N = P + A'H⁻¹A + A₀'A₀ there remain Nx + A₀'z₀ = f + A'H⁻¹g + A₀'g₀ and A₀x = g₀, solved by Cholesky factors of N and of A₀N⁻¹A₀' with
/// small shifts, which refinement on the system itself takes back.
/// </summary>
internal sealed class NewtonSystem
{
    private const int RefinementLimit = 6;
    private const double Shift = 1e-14;

    private readonly ScaledProgram _program;
    private readonly ScaledCone[] _cones;
    private readonly BlockColumns[] _columns;
    private readonly int[] _equalities;
    private readonly double[] _normal, _schur, _half, _f, _x, _z, _work, _multipliers;

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
        (_f, _x, _z, _work, _multipliers) = (new double[n], new double[n], new double[m], new double[m], new double[k]);
    }

    /// <summary>Factors for the cones' present scaling; false when no shift makes the matrices positive definite.</summary>
    public bool TryFactor()
    {
        int n = _program.Columns, k = _equalities.Length;
        bool isFactored = false;
        for (double shift = Shift; shift < 1e-3 && !isFactored; shift *= 1000)
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
        for (double shift = Shift; shift < 1e-3; shift *= 1000)
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
        double last = double.PositiveInfinity, scale = Math.Max(EuclideanNorm.Of(f), EuclideanNorm.Of(g));
        for (int k = 0; k < RefinementLimit; k++)
        {
            double norm = Residual(f, g, x, z);
            if (!(norm < 0.5 * last) || norm <= 1e-16 * scale)
            {
                if (norm <= last) return;
                // The last correction made it worse: take it back.
                TensorPrimitives.Subtract(x, _x, x);
                TensorPrimitives.Subtract(z, _z, z);
                return;
            }
            last = norm;
            Correct();
            TensorPrimitives.Add(x, _x, x);
            TensorPrimitives.Add(z, _z, z);
        }
    }

    /// <summary>_f ← f − Px − A'z and _multipliers ← g₀ − A₀x; returns their norm.</summary>
    private double Residual(ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> x, ReadOnlySpan<double> z)
    {
        f.CopyTo(_f);
        _program.P?.MultiplySymmetric(x, _f, -1, 1);
        _program.A.TransposeMultiply(z, _f, -1, 1);
        if (_equalities.Length == 0) return EuclideanNorm.Of(_f);
        g.CopyTo(_work);
        _program.A.Multiply(x, _work, -1, 1);
        for (int i = 0; i < _equalities.Length; i++) _multipliers[i] = _work[_equalities[i]];
        return double.Hypot(EuclideanNorm.Of(_f), EuclideanNorm.Of(_multipliers));
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
