using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Tests;

namespace Copositive.Networks.Tests;

/// <summary>
/// Optimal values of shared problems: those of d = 2 and the pentagon were confirmed with a primal-dual gap below 1e-9 by two independent
/// programs. Compared to 1e-5 relative; the solver is asked for 1e-6.
/// </summary>
public class RelaxationValueTests
{
    [TestCase("spiral.csv", 0.1, 16.592977235)]
    [TestCase("random-01.csv", 0.1, 7.677998154)]
    [TestCase("random-00.csv", 1.0, 77.776885667)]
    public void In_the_plane_level_0_of_form_V_is_exact(string file, double beta, double expected)
    {
        var (relaxation, result) = Solve(RelaxationForm.V, file, beta, split: false);
        Assert.That(result.Side, Is.EqualTo(BoundSide.Exact));
        Assert.That(result.PrimalObjective, Is.EqualTo(expected).Within(1e-5 * expected));
        AssertDualBoundIsTight(relaxation, result, expected);
    }

    [TestCase("spiral.csv", 0.1, 16.592977235)]
    [TestCase("random-01.csv", 0.1, 7.677998154)]
    public void In_the_plane_level_0_of_form_Cp_is_exact(string file, double beta, double expected)
    {
        var (_, result) = Solve(RelaxationForm.Cp, file, beta, split: false);
        Assert.That(result.PrimalObjective, Is.EqualTo(expected).Within(1e-5 * expected));
    }

    /// <summary>
    /// The pentagon's cell with five facets makes level 0 loose: .23140589 where p* = β√(5 + φ) − β²(5 + φ)/10, φ the golden ratio. Cut
    /// into pieces of at most four facets it is exact.
    /// </summary>
    [Test]
    public void On_the_pentagon_level_0_is_loose_and_splitting_makes_it_exact([Values] RelaxationForm form)
    {
        var golden = (1 + Math.Sqrt(5)) / 2;
        var expected = 0.1 * Math.Sqrt(5 + golden) - 0.01 * (5 + golden) / 10;
        var (_, loose) = Solve(form, "pentagon.csv", 0.1, split: false);
        Assert.That(loose.Side, Is.EqualTo(BoundSide.Lower));
        Assert.That(loose.PrimalObjective, Is.EqualTo(0.23140589).Within(1e-6));
        var (relaxation, exact) = Solve(form, "pentagon.csv", 0.1, split: true);
        Assert.That(exact.Side, Is.EqualTo(BoundSide.Exact));
        Assert.That(exact.PrimalObjective, Is.EqualTo(expected).Within(1e-6));
        AssertDualBoundIsTight(relaxation, exact, expected);
    }

    /// <summary>Rank 3: level 0 is loose by 4·10⁻⁴, and exact on the pieces.</summary>
    [TestCase("gauss-d3-n10-c2.csv", 0.01, false, 0.38390421)]
    [TestCase("gauss-d3-n10-c2.csv", 0.01, true, 0.3840403372)]
    public void Splitting_closes_the_gap_of_level_0(string file, double beta, bool split, double expected)
    {
        var (_, result) = Solve(RelaxationForm.V, file, beta, split);
        Assert.That(result.Side, Is.EqualTo(split ? BoundSide.Exact : BoundSide.Lower));
        Assert.That(result.PrimalObjective, Is.EqualTo(expected).Within(1e-5 * expected));
    }

    /// <summary>
    /// At rank 4 cells are cut into simplicial cones. Exactness needs no known optimum: the relaxation's value is at most p*, and the dual
    /// bound of its residual too; a residual with μ(Z) = β makes them equal.
    /// </summary>
    [Test]
    public void At_rank_4_the_pieces_are_exact()
    {
        var data = GeometryData.Gaussian(5, 4, 2, seed: 21);
        var relaxation = NetworkRelaxation.FormV(data, 0.1, new RelaxationOptions { SplitCells = true });
        Assert.That(relaxation.Pieces, Has.Count.GreaterThan(relaxation.CellCount), "some cell has five facets");
        var result = relaxation.Model.Solve(new AdmmSolver(), Approximation.Parrilo(0), new SolveOptions { Tolerance = 1e-6 });
        Assert.That(result.Side, Is.EqualTo(BoundSide.Exact));
        AssertDualBoundIsTight(relaxation, result, result.PrimalObjective!.Value, accuracy: 1e-5);
    }

    /// <summary>
    /// Reduction changes the program, not its value: data of rank 2 in R³ with zero and parallel rows has the optimum of its reduction,
    /// constant included.
    /// </summary>
    [Test]
    public void Reduced_data_has_the_same_optimum()
    {
        var random = new Random(6);
        var x = new double[9, 3];
        var y = new double[9, 2];
        for (var i = 0; i < 9; i++)
        {
            double a = random.Next(-3, 4), b = i % 4 == 0 ? 0 : random.Next(-3, 4);
            (x[i, 0], x[i, 1], x[i, 2]) = (a, b, a - b);
            for (var k = 0; k < 2; k++) y[i, k] = GeometryData.Normal(random);
        }
        var data = new TrainingData(x, y);
        var reduction = DataReduction.Of(data);
        Assert.That(reduction.Rank, Is.EqualTo(2));
        Assert.That(reduction.Reduced!.Samples, Is.LessThan(9));
        var whole = NetworkRelaxation.FormV(data, 0.2).Model.Solve(new AdmmSolver(), Approximation.Parrilo(0));
        var reduced = NetworkRelaxation.FormV(reduction.Reduced, 0.2, new RelaxationOptions { Constant = reduction.Constant })
            .Model.Solve(new AdmmSolver(), Approximation.Parrilo(0));
        Assert.That(reduced.PrimalObjective, Is.EqualTo(whole.PrimalObjective).Within(1e-5));
    }

    private static (NetworkRelaxation Relaxation, SolveResult Result) Solve(RelaxationForm form, string file, double beta, bool split)
    {
        var reduction = DataReduction.Of(TrainingDataCsv.Read(SharedData.Path($"networks/{file}")));
        var options = new RelaxationOptions { SplitCells = split, Constant = reduction.Constant };
        var relaxation = form == RelaxationForm.V
            ? NetworkRelaxation.FormV(reduction.Reduced!, beta, options)
            : NetworkRelaxation.FormCp(reduction.Reduced!, beta, options);
        var result = relaxation.Model.Solve(new AdmmSolver(), Approximation.Parrilo(0), new SolveOptions { Tolerance = 1e-6, TimeLimit = TimeSpan.FromSeconds(30) });
        TestContext.Out.WriteLine($"{file} {form}: {result.PrimalObjective:R} {result.DualObjective:R} {result.Termination} {result.Iterations} iterations {result.Elapsed.TotalSeconds:F1} s {result.Errors?.Max:E1}");
        return (relaxation, result);
    }

    /// <summary>
    /// The residual Z, scaled to be feasible by the oracle's μ over all cells, bounds p* from below; at an accurate optimum it does so
    /// closely, since the loss of the bound is proportional to the residual's error.
    /// </summary>
    private static void AssertDualBoundIsTight(NetworkRelaxation relaxation, SolveResult result, double expected, double accuracy = 1e-9)
    {
        var data = relaxation.Data;
        var z = relaxation.Residual(result.X);
        var mu = new FaceOracle(data).Maximize(z, new ArrangementEnumerator(data).Enumerate(100_000)).Value;
        var inner = GeometryData.Dot(z, data.Y);
        var squares = GeometryData.Dot(z, z);
        var s = Math.Min(inner / squares, relaxation.Beta / mu);
        var constant = relaxation.Model.Compile().C0;
        var bound = s * inner - 0.5 * s * s * squares + constant;
        Assert.That(bound, Is.LessThanOrEqualTo(expected * (1 + accuracy)));
        Assert.That(bound, Is.EqualTo(expected).Within(1e-4 * expected));
    }
}
