using Copositive.Copositivity.Tests.Hierarchies;
using Copositive.Numerics;

namespace Copositive.Copositivity.Tests.Decisions;

public sealed class CopositivityDecisionTests
{
    private static readonly CopositivityMethod[] Methods = Enum.GetValues<CopositivityMethod>();

    // Every method by itself against the oracle: random small integers, Gram matrices plus nonnegative ones (many on the boundary), and those with an
    // entry taken away.
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void TenThousandIntegerMatricesOfOrderUpToSeven(int kind)
    {
        var random = new Random(100 + kind);
        var statuses = new int[4];
        for (int trial = 0; trial < 2500; trial++)
        {
            int[,] m = RandomMatrix(random, 1 + random.Next(7), kind);
            int n = m.GetLength(0), sign = RationalOracle.SignOfMinimum(m);
            CopositivityStatus expected = sign < 0 ? CopositivityStatus.NotCopositive : sign == 0 ? CopositivityStatus.Copositive : CopositivityStatus.StrictlyCopositive;
            statuses[(int)expected]++;
            var doubles = new double[n, n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) doubles[i, j] = m[i, j];
            }
            foreach (CopositivityMethod method in Methods)
            {
                CopositivityResult result = CopositivityDecision.Decide(doubles, new CopositivityOptions { Method = method });
                if (result.Status != expected) Assert.Fail($"{method}: {result.Status}, expected {expected}: {string.Join(' ', m.Cast<int>())}");
                if (result.Witness is not { } x) continue;
                BigRational value = BigRational.Zero;
                for (int i = 0; i < n; i++)
                {
                    if (x[i].Sign < 0) Assert.Fail("a witness is nonnegative");
                    for (int j = 0; j < n; j++) value += x[i] * x[j] * m[i, j];
                }
                if (value.Sign != sign) Assert.Fail($"{method}: the witness has the sign {value.Sign}, expected {sign}");
            }
        }
        // Gram matrices, with nonnegative ones added or not, are copositive.
        Assert.That(statuses[(kind is 1 or 2 ? 2 : 1)..], Is.All.GreaterThan(50), "each answer occurs");
    }

    private static IEnumerable<TestCaseData> Literature()
    {
        yield return Case("Horn", Matrices.Horn, CopositivityStatus.Copositive);
        yield return Case("HoffmanPereira7", Matrices.HoffmanPereira, CopositivityStatus.Copositive);
        // Hildebrand's T(θ) at θ = π/5 is semidefinite of rank 2, with diagonal 1: 1, −cos θ, cos 2θ. Doubles round it to either side.
        yield return Case("stqp-popgen", Shifted(Matrices.PopulationGenetics, -16.5), CopositivityStatus.StrictlyCopositive);
        yield return Case("stqp-portfolio", Matrices.Portfolio, CopositivityStatus.StrictlyCopositive);
        yield return Case("milp-Horn", Matrices.Horn, CopositivityStatus.Copositive);
        yield return Case("milp-4(I+A_Petersen)-J", MotzkinStraus(GraphFamilies.Petersen(), 4), CopositivityStatus.Copositive);
        yield return Case("milp-3.9(I+A_Petersen)-J", MotzkinStraus(GraphFamilies.Petersen(), 3.9), CopositivityStatus.NotCopositive);

        static TestCaseData Case(string fact, double[,] matrix, CopositivityStatus status) =>
            new TestCaseData(matrix, status).SetName($"Literature({fact})").SetProperty("Fact", fact);
    }

    [TestCaseSource(nameof(Literature))]
    public void MatricesOfTheLiteratureByEveryMethod(double[,] matrix, CopositivityStatus status)
    {
        foreach (CopositivityMethod method in Methods)
            Assert.That(CopositivityDecision.Decide(matrix, new CopositivityOptions { Method = method }).Status, Is.EqualTo(status), method.ToString());
    }

    // T(θ) with angles of π/5 lies where the family meets the semidefinite cone: uᵀTu = |Σ …|² for the vectors at angles π/5 apart. In doubles it is moved by
    // at most 1e-16, so that adding that much of E decides it.
    [Test, Property("Fact", "Hildebrand-T-pi5")]
    public void HildebrandsMatrixAtPiFifths()
    {
        double theta = Math.PI / 5;
        double[,] t = Matrices.Circulant(1, -Math.Cos(theta), Math.Cos(2 * theta), Math.Cos(2 * theta), -Math.Cos(theta));
        Assert.That(CopositivityDecision.IsCopositive(Plus(t, 1e-15)), Is.True);
        Assert.That(CopositivityDecision.IsCopositive(Plus(t, -1e-15)), Is.False);
    }

    // Horn ⊕ [0] is in no K^(r) (Dobre and Vera 2015), and is decided all the same; so is Horn ⊕ Horn with a coupling that is nonnegative.
    [Test]
    public void DirectSumsWithHorn()
    {
        var bordered = new double[6, 6];
        var doubled = new double[10, 10];
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                bordered[i, j] = doubled[i, j] = doubled[i + 5, j + 5] = Matrices.Horn[i, j];
                doubled[i, j + 5] = doubled[j + 5, i] = i == j ? 1 : 0;
            }
        }
        foreach (CopositivityMethod method in Methods)
        {
            var options = new CopositivityOptions { Method = method };
            Assert.That(CopositivityDecision.Decide(bordered, options).Status, Is.EqualTo(CopositivityStatus.Copositive), method.ToString());
            Assert.That(CopositivityDecision.Decide(doubled, options).Status, Is.EqualTo(CopositivityStatus.Copositive), method.ToString());
        }
    }

    // λ(I + A) − E is copositive exactly for λ ≥ α (Motzkin and Straus), strictly for λ > α. The stability numbers come from the oracle of graphs.
    [TestCase(30, 0.2)]
    [TestCase(30, 0.5)]
    [TestCase(45, 0.4)]
    [TestCase(60, 0.3)]
    [TestCase(60, 0.7)]
    public void MotzkinStrausMatrices(int n, double density)
    {
        var random = new Random(n);
        var edges = new List<(int, int)>();
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (random.NextDouble() < density) edges.Add((i, j));
            }
        }
        var graph = new Graph(n, edges);
        int alpha = LargestStable(graph, [], [.. Enumerable.Range(0, n)]);
        Assert.That(Decide(alpha), Is.EqualTo(CopositivityStatus.Copositive));
        Assert.That(Decide(alpha + 0.25), Is.EqualTo(CopositivityStatus.StrictlyCopositive));
        Assert.That(Decide(alpha - 0.25), Is.EqualTo(CopositivityStatus.NotCopositive));

        CopositivityStatus Decide(double lambda) => CopositivityDecision.Decide(MotzkinStraus(graph, lambda)).Status;
    }

    // Order 20 with planted answers: a Gram matrix with a nonnegative kernel vector plus a nonnegative matrix that avoids it is copositive with that zero; with the
    // diagonal raised it is strictly so; with an entry lowered below the zero it is not.
    [Test]
    public void PlantedAnswersOfOrderTwenty()
    {
        var random = new Random(20);
        for (int trial = 0; trial < 6; trial++)
        {
            const int n = 20;
            int[] zero = [.. Enumerable.Range(0, n).Select(i => i < 5 ? 1 + random.Next(3) : 0)];
            var m = new double[n, n];
            for (int column = 0; column < 6; column++)
            {
                int[] g = [.. Enumerable.Range(0, n).Select(_ => random.Next(-3, 4))];
                // Orthogonal to the zero: times its first entry, less what the rest contributes.
                int rest = Enumerable.Range(1, n - 1).Sum(i => g[i] * zero[i]);
                for (int i = 1; i < n; i++) g[i] *= zero[0];
                g[0] = -rest;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++) m[i, j] += g[i] * g[j];
                }
            }
            for (int i = 0; i < n; i++)
            {
                for (int j = 5; j < i; j++)
                {
                    double more = random.Next(3);
                    m[i, j] += more;
                    m[j, i] += more;
                }
            }
            Assert.That(CopositivityDecision.Decide(m).Status, Is.EqualTo(CopositivityStatus.Copositive));
            m[0, 1] -= 0.125;
            m[1, 0] -= 0.125;
            Assert.That(CopositivityDecision.Decide(m).Status, Is.EqualTo(CopositivityStatus.NotCopositive));
            for (int i = 0; i < n; i++) m[i, i] += 0.25;
            Assert.That(CopositivityDecision.Decide(m).Status, Is.EqualTo(CopositivityStatus.StrictlyCopositive));
        }
    }

    // Scaling by positive powers of two and permuting change nothing.
    [Test]
    public void InvariantUnderScalingAndPermutation()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 200; trial++)
        {
            int[,] m = RandomMatrix(random, 5, trial % 4);
            int[] order = [.. Enumerable.Range(0, 5).OrderBy(_ => random.Next())];
            double[] d = [.. Enumerable.Range(0, 5).Select(_ => Math.ScaleB(1, random.Next(-20, 20)))];
            double[,] plain = new double[5, 5], changed = new double[5, 5];
            for (int i = 0; i < 5; i++)
            {
                for (int j = 0; j < 5; j++)
                {
                    plain[i, j] = m[i, j];
                    changed[i, j] = d[i] * d[j] * m[order[i], order[j]];
                }
            }
            Assert.That(CopositivityDecision.Decide(changed).Status, Is.EqualTo(CopositivityDecision.Decide(plain).Status));
        }
    }

    [Test]
    public void BadInputAndLimits()
    {
        Assert.That(() => CopositivityDecision.Decide(new double[2, 3]), Throws.ArgumentException.With.Message.Contains("2×3"));
        Assert.That(() => CopositivityDecision.Decide(new double[,] { { 1, 2 }, { 3, 1 } }), Throws.ArgumentException.With.Message.Contains("(0, 1)"));
        Assert.That(() => CopositivityDecision.Decide(new[,] { { double.NaN } }), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(
            () => CopositivityDecision.Decide(Matrices.Identity(21), new CopositivityOptions { Method = CopositivityMethod.Enumeration }),
            Throws.ArgumentException.With.Message.Contains("up to 20"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(() => CopositivityDecision.Decide(Matrices.Horn, cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static int LargestStable(Graph graph, List<int> chosen, List<int> candidates)
    {
        // Branch on a vertex of largest degree among the candidates; where none has two neighbours, paths of one edge remain.
        if (candidates.Count == 0) return chosen.Count;
        int pivot = candidates.MaxBy(v => candidates.Count(u => graph.HasEdge(u, v)));
        if (!candidates.Exists(u => graph.HasEdge(u, pivot))) return chosen.Count + candidates.Count;
        int with = LargestStable(graph, [.. chosen, pivot], candidates.FindAll(u => u != pivot && !graph.HasEdge(u, pivot)));
        int without = LargestStable(graph, chosen, candidates.FindAll(u => u != pivot));
        return Math.Max(with, without);
    }

    private static int[,] RandomMatrix(Random random, int n, int kind)
    {
        var m = new int[n, n];
        if (kind == 0)
        {
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i <= j; i++) m[i, j] = m[j, i] = i == j ? random.Next(0, 5) : random.Next(-3, 4);
            }
            return m;
        }
        int rank = 1 + random.Next(3);
        var b = new int[n, rank];
        for (int i = 0; i < n; i++)
        {
            for (int c = 0; c < rank; c++) b[i, c] = random.Next(-2, 3);
        }
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                int sum = 0;
                for (int c = 0; c < rank; c++) sum += b[i, c] * b[j, c];
                if (kind != 1 && i != j && random.Next(3) == 0) sum += random.Next(3);
                if (kind == 3 && random.Next(8) == 0) sum--;
                m[i, j] = m[j, i] = sum;
            }
        }
        return m;
    }

    private static double[,] MotzkinStraus(Graph graph, double lambda)
    {
        double[,] m = Matrices.ClosedNeighbourhoods(graph);
        for (int i = 0; i < graph.VertexCount; i++)
        {
            for (int j = 0; j < graph.VertexCount; j++) m[i, j] = lambda * m[i, j] - 1;
        }
        return m;
    }

    private static double[,] Shifted(double[,] q, double t) => Plus(q, -t);

    private static double[,] Plus(double[,] q, double t)
    {
        var m = (double[,])q.Clone();
        for (int i = 0; i < q.GetLength(0); i++)
        {
            for (int j = 0; j < q.GetLength(0); j++) m[i, j] += t;
        }
        return m;
    }
}
