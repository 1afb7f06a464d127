using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Conformance;

/// <summary>Random linear programs full of what presolve takes out agree with and without it, through both backends.</summary>
public sealed class PresolveTests
{
    private static IEnumerable<string> Solvers() => Backend.All.Select(backend => backend.Key);

    [TestCaseSource(nameof(Solvers))]
    public void Planted_programs_have_one_value_with_and_without_presolve(string key)
    {
        IConicSolver solver = Backend.All.Single(backend => backend.Key == key).Solver;
        for (int seed = 0; seed < 40; seed++)
        {
            (ConicProgram program, double value) = Planted(seed, contradiction: false);
            foreach (bool presolve in (bool[])[true, false])
            {
                SolveResult result = program.Solve(solver, options: new SolveOptions { Presolve = presolve, Tolerance = 1e-7 });
                Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), $"seed {seed}, presolve {presolve}: {result.Message}");
                Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7), $"seed {seed}, presolve {presolve}");
                Assert.That(result.PrimalObjective, Is.EqualTo(value).Within(1e-5 * (1 + Math.Abs(value))), $"seed {seed}, presolve {presolve}");
                Assert.That(result.Plan.Steps.IsEmpty, Is.EqualTo(!presolve));
            }
        }
    }

    [TestCaseSource(nameof(Solvers))]
    public void A_start_from_the_solution_is_carried_forward(string key)
    {
        IConicSolver solver = Backend.All.Single(backend => backend.Key == key).Solver;
        (ConicProgram program, double value) = Planted(3, contradiction: false);
        SolveResult first = program.Solve(solver);
        SolveResult second = program.Solve(solver, options: new SolveOptions { WarmStart = new WarmStart(first.X, first.Y) });
        Assert.That(second.PrimalObjective, Is.EqualTo(value).Within(1e-4 * (1 + Math.Abs(value))));
        Assert.That(second.Iterations, Is.LessThanOrEqualTo(first.Iterations));
    }

    [TestCaseSource(nameof(Solvers))]
    public void Programs_with_a_contradiction_have_a_ray_with_and_without_presolve(string key)
    {
        IConicSolver solver = Backend.All.Single(backend => backend.Key == key).Solver;
        for (int seed = 100; seed < 120; seed++)
        {
            ConicProgram program = Planted(seed, contradiction: true).Program;
            foreach (bool presolve in (bool[])[true, false])
            {
                SolveResult result = program.Solve(solver, options: new SolveOptions { Presolve = presolve });
                Assert.That(result.Termination, Is.EqualTo(Termination.Infeasible), $"seed {seed}, presolve {presolve}: {result.Message}");
                Assert.That(result.Ray!.IsAccepted, Is.True);
            }
        }
    }

    /// <summary>
    /// Columns: n ordinary, one fixed, one without entries, one copy of another (free), a slack of each of two equalities. With x* and
    /// y* complementary and c = −Aᵀy* for rows s = b − Ax, x* is optimal, of value cᵀx*.
    /// </summary>
    private static (ConicProgram Program, double Value) Planted(int seed, bool contradiction)
    {
        var random = new Random(seed);
        int n = 4 + random.Next(4), columns = n + 5, fixedColumn = n, empty = n + 1, copy = n + 2, slack = n + 3;
        double Value() => random.Next(-8, 9) / 4.0;
        double[] x = [.. Enumerable.Range(0, columns).Select(_ => Value())];
        x[slack] = Math.Abs(x[slack]);
        x[slack + 1] = 0;
        var zero = new List<(double[] Row, double Multiplier)>();
        var below = new List<(double[] Row, double Multiplier, double Slack)>();
        double[] Random()
        {
            var row = new double[columns];
            for (int j = 0; j <= n; j++) row[j] = random.Next(3) == 0 ? 0 : Value();
            row[copy] = row[0];
            return row;
        }
        double[] Unit(int j, double value)
        {
            var row = new double[columns];
            row[j] = value;
            return row;
        }
        zero.Add((Random(), Value()));
        zero.Add((Random(), Value()));
        zero.Add(([.. zero[0].Row.Zip(zero[1].Row, (p, q) => 2 * p - q)], 0));
        zero.Add((Unit(fixedColumn, 2), Value()));
        zero.Add((new double[columns], 0));
        for (int k = 0; k < 2; k++)
        {
            double[] row = Random();
            row[slack + k] = 2;
            zero.Add((row, Value()));
            below.Add((Unit(slack + k, -1), k, x[slack + k]));
        }
        for (int k = 0; k < 2 * n; k++)
        {
            bool active = k < n - 1;
            below.Add((Random(), active ? Math.Abs(Value()) : 0, active ? 0 : 0.25 + Math.Abs(Value())));
        }
        below.Add(([.. below[2].Row.Select(t => 2 * t)], 0, 1));
        below.Add((new double[columns], 0, 1));
        for (int j = 0; j <= n; j++)
        {
            below.Add((Unit(j, 1), 0, 3));
            below.Add((Unit(j, -1), 0, 3));
        }
        var c = new double[columns];
        double[][] rows = [.. zero.Select(r => r.Row), .. below.Select(r => r.Row)];
        double[] y = [.. zero.Select(r => r.Multiplier), .. below.Select(r => r.Multiplier)], s = [.. zero.Select(_ => 0.0), .. below.Select(r => r.Slack)];
        double[] b = [.. rows.Select((row, i) => row.Zip(x, (p, q) => p * q).Sum() + s[i])];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns; j++) c[j] -= y[i] * rows[i][j];
        }
        if (contradiction) b[2] += 1;
        var (ii, jj, vv) = (new List<int>(), new List<int>(), new List<double>());
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                ii.Add(i);
                jj.Add(j);
                vv.Add(rows[i][j]);
            }
        }
        var program = new ConicProgram(
            $"planted {seed}", ObjectiveSense.Minimize, null, c, 0,
            SparseMatrix.FromTriplets(rows.Length, columns, ii.ToArray(), jj.ToArray(), vv.ToArray()), b,
            [new(Cone.Zero, 0, zero.Count, "equal"), new(Cone.Nonnegative, zero.Count, below.Count, "below")]);
        return (program, program.Evaluate(x));
    }
}
