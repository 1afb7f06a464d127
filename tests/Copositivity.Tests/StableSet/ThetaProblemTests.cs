using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Admm;

namespace Copositive.Copositivity.Tests.StableSet;

public sealed class ThetaProblemTests
{
    private static double Solve(Graph graph, bool nonnegative = false)
    {
        SolveResult result = new ThetaProblem(graph, nonnegative).ToProgram().Solve(new AdmmSolver());
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        return result.PrimalObjective!.Value;
    }

    // ϑ(C_n) = n cos(π/n)/(1 + cos(π/n)) for odd n (Lovász 1979), √5 for n = 5. Cycles are vertex-transitive with a one-dimensional
    // optimal family whose X has no negative entry for n = 5, so ϑ′(C5) is the same.
    [TestCase(5)]
    [TestCase(7)]
    [TestCase(9)]
    public void OddCycles(int n)
    {
        double c = Math.Cos(Math.PI / n);
        Assert.That(Solve(GraphFamilies.Cycle(n)), Is.EqualTo(n * c / (1 + c)).Within(1e-5));
    }

    [Test]
    public void ThePentagonWithNonnegativity() => Assert.That(Solve(GraphFamilies.Cycle(5), nonnegative: true), Is.EqualTo(Math.Sqrt(5))
        .Within(1e-5));

    // A Paley graph is vertex-transitive and self-complementary, so ϑ² = ϑ(G)ϑ(complement of G) = q.
    [TestCase(13)]
    [TestCase(17)]
    public void PaleyGraphs(int q) => Assert.That(Solve(GraphFamilies.Paley(q)), Is.EqualTo(Math.Sqrt(q)).Within(1e-5));

    // The Petersen graph is the Kneser graph K(5, 2): ϑ = (4 choose 1) = 4, its stability number, which ϑ′ lies between.
    [TestCase(false)]
    [TestCase(true)]
    public void ThePetersenGraph(bool nonnegative) => Assert.That(Solve(GraphFamilies.Petersen(), nonnegative), Is.EqualTo(4).Within(1e-5));

    // Words of length 6, joined where they differ in at most 3 places: ϑ′ is Delsarte's bound of codes (McEliece, Rodemich and Rumsey 1978;
    // Schrijver 1979), here A(6, 4) = 4, while ϑ = 16/3 is larger.
    [TestCase(false, 16.0 / 3)]
    [TestCase(true, 4)]
    public void ASchemeOnWhichTheBoundsDiffer(bool nonnegative, double value) =>
        Assert.That(Solve(GraphFamilies.Hamming(6, 4).Complement(), nonnegative), Is.EqualTo(value).Within(2e-5));

    // Without edges X = E/n is feasible and best: ϑ = n. A complete graph leaves X diagonal: ϑ = 1.
    [TestCase(false)]
    [TestCase(true)]
    public void GraphsWithoutEdgesAndCompleteOnes(bool nonnegative)
    {
        Assert.That(Solve(GraphFamilies.Complete(4).Complement(), nonnegative), Is.EqualTo(4).Within(1e-5));
        Assert.That(Solve(GraphFamilies.Complete(4), nonnegative), Is.EqualTo(1).Within(1e-5));
        Assert.That(Solve(GraphFamilies.Complete(1), nonnegative), Is.EqualTo(1).Within(1e-5));
    }

    // The dual of block 0 is X: trace 1, zero on edges, ⟨E, X⟩ the value; the dual of block 1 twice its other entries.
    [Test]
    public void TheDualIsX()
    {
        Graph graph = GraphFamilies.Petersen();
        SolveResult result = new ThetaProblem(graph, nonnegative: true).ToProgram().Solve(new AdmmSolver());
        double[] y = result.Y!;
        double trace = 0, sum = 0;
        int sign = result.Program.Blocks[1].Start;
        for (int i = 0; i < 10; i++)
        {
            trace += y[SymmetricVector.Index(i, i)];
            sum += y[SymmetricVector.Index(i, i)];
            for (int j = i + 1; j < 10; j++)
            {
                double entry = y[SymmetricVector.Index(i, j)];
                sum += 2 * entry;
                if (graph.HasEdge(i, j)) Assert.That(entry, Is.Zero.Within(1e-5));
                else Assert.That(y[sign++], Is.EqualTo(2 * entry).Within(1e-5), "an entry counts twice in ⟨·,·⟩");
            }
        }
        Assert.That(trace, Is.EqualTo(1).Within(1e-5));
        Assert.That(sum, Is.EqualTo(4).Within(1e-4));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void ComesBackFromAnSdpaFileBitForBit(bool nonnegative)
    {
        ConicProgram program = new ThetaProblem(GraphFamilies.Paley(13), nonnegative).ToProgram();
        using var text = new StringWriter();
        SdpaWriter.Write(program, text);
        ConicProgram back = SdpaReader.Read(new StringReader(text.ToString()), "p.dat-s");
        Assert.That(back.C.ToArray(), Is.EqualTo(program.C.ToArray()));
        Assert.That(back.B.ToArray(), Is.EqualTo(program.B.ToArray()));
        Assert.That(back.A.ColumnStarts.ToArray(), Is.EqualTo(program.A.ColumnStarts.ToArray()));
        Assert.That(back.A.RowIndices.ToArray(), Is.EqualTo(program.A.RowIndices.ToArray()));
        Assert.That(back.A.Values.ToArray(), Is.EqualTo(program.A.Values.ToArray()));
        Assert.That(back.Blocks.Select(block => (block.Cone, block.Rows)),
            Is.EqualTo(program.Blocks.Select(block => (block.Cone, block.Rows))));
    }

    [Test]
    public void AGraphWithoutVerticesIsRefused() =>
        Assert.That(() => new ThetaProblem(new Graph(0, [])), Throws.ArgumentException.With.Message.Contains("no program"));
}
