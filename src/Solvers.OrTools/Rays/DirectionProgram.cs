using Copositive.Modeling;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// The linear program whose optimum shows that a feasible program is unbounded:
/// <code>minimise ⟨c, d⟩   subject to   −A d ∈ K,  |q_j d_j| ≤ 1.</code>
/// From a feasible x the points x + td, t ≥ 0, stay feasible, and a negative optimum lets the objective fall without end; by duality there
/// is such a d if a feasible program is unbounded. d = 0 is feasible and the feasible set is bounded. Stated in the scale of an
/// <see cref="Equilibration"/>, over d̃_j = q_j d_j.
/// </summary>
internal sealed class DirectionProgram
{
    private const double Noise = 1e-12;

    private readonly ConicProgram _program;
    private readonly Equilibration _scale;
    private readonly double _largestC;

    public DirectionProgram(ConicProgram program, Equilibration scale)
    {
        _program = program;
        _scale = scale;
        for (int j = 0; j < program.Columns; j++) _largestC = Math.Max(_largestC, Math.Abs(program.C[j]) / scale.Columns[j]);
    }

    /// <summary>Whether c = 0, so that no direction improves.</summary>
    public bool IsTrivial => _largestC == 0;

    /// <summary>The linear program over d̃.</summary>
    public LinearData Build()
    {
        int n = _program.Columns, m = _program.Rows;
        var cost = new double[n];
        for (int j = 0; j < n; j++) cost[j] = _program.C[j] / _scale.Columns[j] / _largestC;
        var rowLower = new double[m];
        foreach (ConeBlock block in _program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Zero) rowLower.AsSpan(block.Start, block.Rows).Fill(double.NegativeInfinity);
        }
        var lower = new double[n];
        var upper = new double[n];
        Array.Fill(lower, -1);
        Array.Fill(upper, 1);
        return new LinearData(_scale.Scaled, cost, rowLower, new double[m], lower, upper);
    }

    /// <summary>Turns d̃ into a direction d with ⟨c, d⟩ = −1 and checks −Ad ∈ K on the program's own data.</summary>
    /// <param name="scaled">The optimum of <see cref="Build"/>.</param>
    /// <returns>The direction; null if it shows nothing.</returns>
    public double[]? Read(ReadOnlySpan<double> scaled)
    {
        double largest = 0;
        foreach (double v in scaled) largest = Math.Max(largest, Math.Abs(v));
        var d = new double[_program.Columns];
        double product = 0, terms = 0;
        for (int j = 0; j < d.Length; j++)
        {
            if (Math.Abs(scaled[j]) <= Noise * largest) continue;
            d[j] = scaled[j] / _scale.Columns[j];
            product += _program.C[j] * d[j];
            terms += Math.Abs(_program.C[j] * d[j]);
        }
        if (!(product < -RayTolerance.Cancellation * terms)) return null;
        for (int j = 0; j < d.Length; j++) d[j] = d[j] == 0 ? 0 : d[j] / -product;

        var rise = new double[_program.Rows];
        _program.A.Multiply(d, rise);
        foreach (ConeBlock block in _program.Blocks)
        {
            for (int i = block.Start; i < block.End; i++)
            {
                double violation = block.Cone.Kind == ConeKind.Zero ? Math.Abs(rise[i]) : Math.Max(0, rise[i]);
                if (!(violation * _largestC <= RayTolerance.Residual * _scale.Rows[i])) return null;
            }
        }
        return d;
    }
}
