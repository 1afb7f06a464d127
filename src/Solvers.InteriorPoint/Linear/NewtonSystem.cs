using System.Numerics.Tensors;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// Solves Px + A'z = f, Ax − Hz = g + Ht, but for a small proximal term, with the metric H of scaled cones, 0 on equality rows, where z = z₀: by a <see cref="ReducedSystem"/>
/// and refinement on the equations themselves. On the rows of cones z = H⁻¹(Ax − g) − t is kept along, so that what is refined is the
/// rest of stationarity and equality.
/// </summary>
internal sealed class NewtonSystem
{
    private const int RefinementLimit = 25, SlowLimit = 3;

    /// <summary>
    /// The weight of ½‖x‖² and −½‖z₀‖² in the system that is solved: where columns or equalities depend on each other, rounding errors
    /// would otherwise grow without bound in the directions that nothing holds.
    /// </summary>
    public const double Proximity = 1e-12;

    private readonly ScaledProgram _program;
    private readonly ConeSet _cones;
    private readonly ReducedSystem _reduced;
    private readonly WorkerTeam? _team;
    private readonly int[] _equalities;
    private readonly double[] _x, _z, _work, _multipliers, _rest;
    private readonly List<(double[] X, double[] Z, double[] Image)> _corrections = [];

    public NewtonSystem(ScaledProgram program, ConeSet cones, ReducedSystem reduced, WorkerTeam? team)
    {
        (_program, _cones, _reduced, _equalities, _team) = (program, cones, reduced, reduced.Equalities, team);
        int n = program.Columns, m = program.Rows, k = _equalities.Length;
        (_x, _z, _work, _multipliers, _rest) = (new double[n], new double[m], new double[m], new double[k], new double[n + k]);
    }

    /// <summary>Corrections made by all solves.</summary>
    public int Corrections { get; private set; }

    /// <summary>Factors for the cones' present scaling; false where that is not possible.</summary>
    public bool TryFactor() => _reduced.TryFactor();

    /// <summary>Solves; the arguments stay as they are.</summary>
    /// <param name="f">f.</param>
    /// <param name="g">g.</param>
    /// <param name="curved">H⁻¹g, as <see cref="ConeSet.Curvature"/> gives it.</param>
    /// <param name="t">t.</param>
    /// <param name="goal">The residual below which refinement ends.</param>
    /// <param name="x">x.</param>
    /// <param name="z">z.</param>
    public void Solve(
        ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> curved, ReadOnlySpan<double> t, double goal, Span<double> x, Span<double> z)
    {
        x.Clear();
        TensorPrimitives.Add(curved, t, z);
        TensorPrimitives.Negate(z, z);
        foreach (int i in _equalities) z[i] = 0;
        double scale = Math.Max(EuclideanNorm.Of(f), EuclideanNorm.Of(g)), norm = Residual(f, g, x, z);
        goal = Math.Max(goal, 1e-16 * scale);
        int slow = 0;
        for (int k = 0; k < RefinementLimit && slow < SlowLimit && norm > goal; k++)
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
        Corrections++;
        if (_corrections.Count == count) _corrections.Add((new double[n], new double[_z.Length], new double[n + k]));
        (double[] x, double[] z, double[] image) = _corrections[count];
        Array.Clear(image);
        _program.P?.MultiplySymmetric(_x, image.AsSpan(0, n));
        _program.A.TransposeMultiply(_z, image.AsSpan(0, n), 1, 1, _team);
        TensorPrimitives.MultiplyAdd(_x, Proximity, image.AsSpan(0, n), image.AsSpan(0, n));
        // The rows' products are left by Correct.
        for (int i = 0; i < k; i++) image[n + i] = _work[_equalities[i]] - Proximity * _z[_equalities[i]];
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

    /// <summary>_rest ← (f − Px − A'z, g₀ − A₀x); returns its norm.</summary>
    private double Residual(ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> x, ReadOnlySpan<double> z)
    {
        int n = _x.Length;
        Span<double> stationarity = _rest.AsSpan(0, n);
        f.CopyTo(stationarity);
        _program.P?.MultiplySymmetric(x, stationarity, -1, 1);
        _program.A.TransposeMultiply(z, stationarity, -1, 1, _team);
        TensorPrimitives.MultiplyAdd(x, -Proximity, stationarity, stationarity);
        for (int i = 0; i < _equalities.Length; i++) _rest[n + i] = g[_equalities[i]] - RowProduct(_equalities[i], x) + Proximity * z[_equalities[i]];
        return EuclideanNorm.Of(_rest);
    }

    private double RowProduct(int row, ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int k = _program.A.RowStarts[row]; k < _program.A.RowStarts[row + 1]; k++) sum += _program.A.ValuesByRow[k] * x[_program.A.ColumnIndices[k]];
        return sum;
    }

    /// <summary>_x, _z ← the change of x and z that the factors give for _rest; _work ← A_x.</summary>
    private void Correct()
    {
        int n = _x.Length;
        _rest.AsSpan(0, n).CopyTo(_x);
        _rest.AsSpan(n).CopyTo(_multipliers);
        _reduced.Solve(_x, _multipliers);
        _program.A.Multiply(_x, _work, 1, 0, _team);
        _cones.Curvature(_work, _z);
        for (int i = 0; i < _multipliers.Length; i++) _z[_equalities[i]] = _multipliers[i];
    }
}
