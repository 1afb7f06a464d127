using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Tests;

namespace Copositive.Certification.Tests;

/// <summary>Certified bounds of models as a user writes them, with the a-priori bounds that they rest on.</summary>
public class ModelTests
{
    private static readonly double SquareRootOfFive = Math.Sqrt(5);

    [Test]
    public void TheStabilityNumberOfTheFiveCycleIsBoundedByTheLovaszNumber()
    {
        // The doubly nonnegative relaxation of the five-cycle is √5 (Lovász 1979; the nonnegativity changes nothing there).
        var interval = StabilityModel("five-cycle", 5, [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)])
            .Solve(new AdmmSolver(), Approximation.Parrilo(level: 0)).Certify();
        Assert.Multiple(() =>
        {
            Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(SquareRootOfFive).And.LessThan(SquareRootOfFive + 1e-6));
            Assert.That(interval.Lower, Is.Null, "a doubly nonnegative matrix need not be completely positive");
            Assert.That(interval.LowerReason, Does.Contain("approximation"));
            Assert.That(interval.Assumptions.Any(a => a.IsAssumed), Is.False);
        });
    }

    [Test]
    public void TheCopositiveDualOfTheFiveCycleIsBoundedOnTheOtherSide()
    {
        // min λ over λ(I + A) − E ∈ COP is the stability number 2; S + N in place of COP gives √5, an upper bound proved by a feasible λ.
        var model = new ConicModel("five-cycle, dual");
        var lambda = model.AddVariable("lambda");
        var pattern = new double[5, 5];
        var ones = new double[5, 5];
        for (var i = 0; i < 5; i++)
        {
            pattern[i, i] = 1;
            pattern[i, (i + 1) % 5] = pattern[(i + 1) % 5, i] = 1;
            for (var j = 0; j < 5; j++) ones[i, j] = 1;
        }

        model.Add("copositive", lambda * Expression.Constant(pattern) - Expression.Constant(ones), Cone.Copositive);
        model.Minimize(lambda);
        var interval = model.Solve(new AdmmSolver(), Approximation.Parrilo(level: 0)).Certify();
        Assert.Multiple(() =>
        {
            Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(SquareRootOfFive).And.LessThan(SquareRootOfFive + 1e-6), interval.ToString());
            Assert.That(interval.Lower, Is.Null);
            Assert.That(interval.Witness!.Value, Has.Length.EqualTo(1), "the witness is in the program's own columns");
        });
    }

    [TestCase("johnson8-4-4", 14)]
    [TestCase("hamming6-4", 4)]
    public void CliqueNumbersOfSharedGraphsAreBounded(string name, int clique)
    {
        // On these graphs the relaxation is tight: the bound is the clique number.
        var (n, edges) = ReadGraph(SharedData.Path($"graphs/{name}.clq"));
        var present = edges.ToHashSet();
        var complement = from i in Enumerable.Range(0, n) from j in Enumerable.Range(i + 1, n - i - 1) where !present.Contains((i, j)) select (i, j);
        var result = StabilityModel(name, n, [.. complement]).Solve(
            new AdmmSolver(), Approximation.Parrilo(level: 0), new SolveOptions { TimeLimit = TimeSpan.FromSeconds(60) });
        var clock = Stopwatch.StartNew();
        var interval = result.Certify();
        TestContext.Out.WriteLine($"{name}: {interval.Upper}; {result}; solved in {result.Elapsed.TotalSeconds:f1} s, certified in {clock.Elapsed.TotalSeconds:f1} s");
        Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(clique).And.LessThan(clique + 1e-4));
    }

    [Test]
    public void ATraceIsInferredFromAnEqualityAndNamed()
    {
        // λ_max(Q) = max ⟨Q, X⟩ over tr X = 1, X ⪰ 0; here λ_max = 3.
        var model = new ConicModel("largest eigenvalue");
        var x = model.AddSymmetric("X", 2);
        model.Add("cone", x, Cone.PositiveSemidefinite);
        model.Add("unit trace", x.Trace() == 1);
        model.Maximize(x.Inner(new double[,] { { 2, 1 }, { 1, 2 } }));
        // A dual of the wrong sign altogether, so that its proof has to pay with the trace.
        var program = model.Compile();
        var y = new double[program.Rows];
        y[^1] = 3.5;
        var interval = Certifier.Certify(program, null, y, options: new CertificationOptions { Sharpness = 100 });
        Assert.Multiple(() =>
        {
            Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(3).And.LessThan(5), interval.ToString());
            Assert.That(interval.Lower, Is.Not.Null.And.LessThanOrEqualTo(3));
        });
        var sharp = model.Solve(new AdmmSolver()).Certify();
        Assert.That(sharp.Upper, Is.GreaterThanOrEqualTo(3).And.LessThan(3 + 1e-6));
        Assert.That(sharp.Lower, Is.LessThanOrEqualTo(3).And.GreaterThan(3 - 1e-6));
    }

    [Test]
    public void AnUnboundedFeasibleSetNeedsAnAssumptionAndListsIt()
    {
        // min x + y over xy ≥ 1 as a matrix with the dual far from optimal and a column that no constraint bounds: z is free, with cost 10⁻³.
        var model = new ConicModel("needs a box");
        var x = model.AddVariable("x");
        var z = model.AddVariable("z");
        model.Add("floor", x >= 1);
        model.Minimize(x + 1e-3 * z);
        var none = Certifier.Certify(model.Compile(), [1, 0], [1]);
        Assert.That(none.Lower, Is.Null);
        Assert.That(none.LowerReason, Does.Contain("z"));

        model.AssumeBox(z, -2, 5);
        var some = Certifier.Certify(model.Compile(), [1, -2], [1]);
        Assert.Multiple(() =>
        {
            // Under the assumption the optimum is 1 − 0.002.
            Assert.That(some.Lower, Is.LessThanOrEqualTo(0.998).And.GreaterThan(0.998 - 1e-9), some.ToString());
            Assert.That(some.Assumptions.Single(a => a.IsAssumed).Text, Does.Contain("assumed").And.Contain("z"));
        });
    }

    [Test]
    public void AnAssumedTracePaysForADualMatrixThatIsNotSemidefinite()
    {
        // min ⟨C, X⟩ over X ⪰ 0 with tr X ≤ 2 assumed: the optimum is 2 λ_min(C) = −2, and y = 0 already proves it through S = C.
        var model = new ConicModel("assumed trace");
        var x = model.AddSymmetric("X", 2);
        model.Add("cone", x, Cone.PositiveSemidefinite);
        model.AssumeTrace(x, 2);
        model.Minimize(x.Inner(new double[,] { { 0, 1 }, { 1, 0 } }));
        var interval = Certifier.Certify(model.Compile(), null, null);
        Assert.That(interval.Lower, Is.LessThanOrEqualTo(-2).And.GreaterThan(-2 - 1e-9), interval.ToString());
        Assert.That(interval.Assumptions.Single(a => a.IsAssumed).Text, Does.Contain("trace"));
    }

    [Test]
    public void RedundantEqualitiesAreProvedConsistent()
    {
        // The assignment polytope has 2n equalities of rank 2n − 1. Costs i·j/7 + |i − j|: the optimum comes from all 3! permutations.
        const int n = 3;
        var model = new ConicModel("assignment");
        var x = model.AddMatrix("x", n, n);
        var cost = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) cost[i, j] = i * j / 7.0 + Math.Abs(i - j);
        model.Add("nonnegative", x >= 0);
        for (var i = 0; i < n; i++)
        {
            model.Add($"row {i}", x[i, ..].Sum() == 1);
            model.Add($"column {i}", x[.., i].Sum() == 1);
        }

        model.Minimize(x.Inner(cost));
        var optimum = new[] { (0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0) }
            .Min(p => cost[0, p.Item1] + cost[1, p.Item2] + cost[2, p.Item3]);
        var interval = model.Solve(new AdmmSolver()).Certify();
        Assert.That(interval.Lower, Is.EqualTo(optimum).Within(1e-6), interval.ToString());
        Assert.That(interval.Upper, Is.EqualTo(optimum).Within(1e-6), interval.ToString());
    }

    [Test]
    public void InfeasibleAndUnboundedModelsAreProved()
    {
        var infeasible = new ConicModel("infeasible");
        var x = infeasible.AddVariable("x");
        infeasible.Add("low", x <= -1);
        infeasible.Add("high", x >= 2);
        infeasible.Minimize(x);
        Assert.That(infeasible.Solve(new AdmmSolver()).Certify().IsProvedInfeasible, Is.True);
        Assert.That(Certifier.ProveInfeasible(infeasible.Compile(), null), Is.True, "propagation alone contradicts itself");

        var unbounded = new ConicModel("unbounded");
        var z = unbounded.AddVector("z", 2);
        unbounded.Add("wedge", Expression.Vertical(z[0] + z[1], z[0] - z[1]) >= 0);
        unbounded.Minimize(-z[0]);
        Assert.That(unbounded.Solve(new AdmmSolver()).Certify().IsProvedUnbounded, Is.True);
        Assert.That(Certifier.ProveUnbounded(unbounded.Compile(), null, [1, 0]), Is.True);
        Assert.That(Certifier.ProveUnbounded(infeasible.Compile(), null, [-1]), Is.False, "there is no feasible point");
        Assert.That(Certifier.ProveInfeasible(unbounded.Compile(), [1, 1]), Is.False);
    }

    [Test]
    public void IntegerColumnsTakeIntegersInTheWitness()
    {
        // max x over 2x ≤ 7, x integer: the relaxation gives 3.5, the witness 3.
        var model = new ConicModel("integer");
        var x = model.AddVariable("x", VariableDomain.Integer);
        model.Add("limit", 2 * x <= 7);
        model.Maximize(x);
        var interval = Certifier.Certify(model.Compile(), [3.2], [0.5]);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Upper, Is.EqualTo(3.5));
            Assert.That(interval.Lower, Is.EqualTo(3));
            Assert.That(interval.Witness!.Value[0], Is.EqualTo(3));
            Assert.That(interval.WitnessRadius, Is.Zero);
        });
    }

    [Test]
    public void ANonconvexQuadraticHasNoLowerBound()
    {
        var program = new ConicProgram(
            "nonconvex", ObjectiveSense.Minimize, Numerics.SparseMatrix.FromTriplets(1, 1, [0], [0], [-1]), [0], 0,
            Numerics.SparseMatrix.FromTriplets(2, 1, [0, 1], [0, 0], [1, -1]), [1, 1], [new ConeBlock(Cone.Nonnegative, 0, 2, "box")]);
        var interval = Certifier.Certify(program, [0.5], [0, 0]);
        Assert.That(interval.Lower, Is.Null);
        Assert.That(interval.LowerReason, Does.Contain("convex"));
        Assert.That(interval.Upper, Is.EqualTo(-0.125), "any feasible point bounds the minimum from above");
    }

    [Test]
    public void VectorsOfTheWrongLengthAreRefused()
    {
        var model = new ConicModel("one row");
        model.Add("limit", model.AddVariable("x") <= 7);
        model.Minimize(0);
        var program = model.Compile();
        Assert.Multiple(() =>
        {
            Assert.That(() => Certifier.Certify(program, [1, 2], null), Throws.ArgumentException.With.Message.Contains("needs 1"));
            Assert.That(() => Certifier.Certify(program, null, [1, 2]), Throws.ArgumentException);
            Assert.That(() => Certifier.Certify(program, null, null, options: new CertificationOptions { RepairIterations = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void WorkIsLimitedAndCancelled()
    {
        var program = StabilityModel("path", 3, [(0, 1), (1, 2)]).Compile();
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Certifier.Certify(program, null, null, options: new CertificationOptions { CancellationToken = new(canceled: true) }),
                Throws.InstanceOf<OperationCanceledException>());
            Assert.That(() => Certifier.Certify(program, null, null, options: new CertificationOptions { TimeLimit = TimeSpan.FromTicks(1) }), Throws.Nothing);
            Assert.That(
                () => Certifier.Certify(program, null, null, options: new CertificationOptions { TimeLimit = TimeSpan.Zero }),
                Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static ConicModel StabilityModel(string name, int n, (int I, int J)[] edges)
    {
        var model = new ConicModel(name);
        var x = model.AddSymmetric("X", n);
        model.Add("cone", x, Cone.CompletelyPositive);
        model.Add("trace", x.Trace() == 1);
        foreach (var (i, j) in edges) model.Add(x[i, j] == 0);
        model.Maximize(x.Sum());
        return model;
    }

    private static (int Vertices, (int I, int J)[] Edges) ReadGraph(string path)
    {
        var n = 0;
        var edges = new List<(int, int)>();
        foreach (var line in File.ReadLines(path))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["p", _, var vertices, ..]) n = int.Parse(vertices);
            // One of the files is a bare list of pairs, without the DIMACS letters.
            if (words is not (["e", _, _] or [_, _]) || !int.TryParse(words[^2], out var first) || !int.TryParse(words[^1], out var second)) continue;
            int i = first - 1, j = second - 1;
            n = Math.Max(n, Math.Max(first, second));
            edges.Add((Math.Min(i, j), Math.Max(i, j)));
        }

        return (n, [.. edges]);
    }
}
