using Copositive.Copositivity;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Admm;

namespace Copositive.Benchmarks.Solvers.Tests.Scs;

/// <summary>
/// The two forms are solved by this library in place of SCS, after their rows are read by SCS' rules, and the answers mapped back. The
/// native library does the same where COPOSITIVE_SCS_LIBRARY names one.
/// </summary>
public sealed class ScsFormTests
{
    private const double Tolerance = 1e-8;
    private static readonly Func<ConicProgram, IScsForm>[] Forms = [program => new SlackForm(program), program =>
        new StandardForm(program)];

    private static IEnumerable<ConicProgram> Programs()
    {
        yield return MixedProgram.Read();
        yield return new ThetaProblem(GraphFamilies.Petersen(), nonnegative: true).ToProgram();
        for (int seed = 1; seed <= 6; seed++) yield return Random(seed);
    }

    [Test]
    public void AnswersComeBackAsAnswersOfTheProgram([Range(0, 7)] int index, [Values(0, 1)] int form)
    {
        ConicProgram program = Programs().ElementAt(index);
        IScsForm stated = Forms[form](program);
        Assert.That(BestError(program, stated, SolveHere(stated.Problem)), Is.LessThan(1e-6));
    }

    [Test]
    public void TheNativeLibraryAgrees([Range(0, 7)] int index, [Values(0, 1)] int form)
    {
        if (ScsLibrary.TryLoad(null, out string? reason) is not { } library)
        {
            Assert.Ignore(reason!);
            return;
        }
        ConicProgram program = Programs().ElementAt(index);
        IScsForm stated = Forms[form](program);
        ScsAnswer answer = library.Solve(stated.Problem, 1e-8, TimeSpan.FromSeconds(20));
        Assert.That(answer.Status, Is.EqualTo(1));
        Assert.That((answer.Iterations, answer.Seconds), Is.GreaterThan((0, 0.0)));
        Assert.That(BestError(program, stated, answer), Is.LessThan(1e-5));
    }

    // The sign rows of ϑ′ occur in one equation each: the standard form has the 55 entries of X as variables, 1 + 15 equations and 30 rows
    // X_ij ≥ 0.
    [Test]
    public void SlacksAreNoVariablesOfTheStandardForm()
    {
        ScsProblem problem = new StandardForm(new ThetaProblem(GraphFamilies.Petersen(), nonnegative: true).ToProgram()).Problem;
        Assert.That((problem.A.Columns, problem.Zeros, problem.Nonnegatives, problem.Semidefinite), Is.EqualTo((55, 16, 30, new[] { 10 })));
    }

    [Test]
    public void TheLowerTriangleIsTakenColumnByColumn()
    {
        int k = 0;
        for (int j = 0; j < 5; j++)
        {
            for (int i = j; i < 5; i++) Assert.That(ScsRows.LowerIndex(5, j, i), Is.EqualTo(k++));
        }
    }

    [Test]
    public void AQuadraticObjectiveHasNoStandardForm()
    {
        var p = SparseMatrix.FromTriplets(1, 1, [0], [0], [1.0]);
        var program = new ConicProgram("p", ObjectiveSense.Minimize, p, [1.0], 0, SparseMatrix.Zero(0, 1), [], []);
        Assert.That(() => new StandardForm(program), Throws.InstanceOf<UnsupportedProgramException>());
        Assert.That(new SlackForm(program).Problem.P, Is.SameAs(program.P));
    }

    [TestCase(1, false, "Solved")]
    [TestCase(2, false, "Limit")]
    [TestCase(-1, false, "Unbounded")]
    [TestCase(-2, false, "Infeasible")]
    [TestCase(-1, true, "Infeasible")]
    [TestCase(-2, true, "Unbounded")]
    [TestCase(-4, false, "Failed")]
    public void Statuses(int status, bool isDual, string claim) => Assert.That($"{ScsMeasurement.ClaimOf(status, isDual)}",
        Is.EqualTo(claim));

    private static double BestError(ConicProgram program, IScsForm form, ScsAnswer answer) => form.MapBack(answer)
        .Min(point => Optimality.Errors(program, new ConicSolution { Termination = Termination.Optimal, X = point.X,
            Y = point.Y })!.Value.Max);

    /// <summary>Reads the rows by SCS' rules: the lower triangle by columns, off-diagonal entries times √2.</summary>
    private static ScsAnswer SolveHere(ScsProblem problem)
    {
        int m = problem.A.Rows;
        var (place, factor) = (new int[m], new double[m]);
        var blocks = new List<ConeBlock>();
        int row = 0;
        void Add(Cone cone, int rows)
        {
            blocks.Add(new ConeBlock(cone, row, rows, $"{blocks.Count}"));
            for (int k = 0; k < rows; k++) (place[row + k], factor[row + k]) = (row + k, 1);
            row += rows;
        }
        Add(Cone.Zero, problem.Zeros);
        Add(Cone.Nonnegative, problem.Nonnegatives);
        foreach (int rows in problem.SecondOrder) Add(Cone.SecondOrder, rows);
        foreach (int n in problem.Semidefinite)
        {
            int at = row;
            Add(Cone.PositiveSemidefinite, SymmetricVector.Length(n));
            for (int j = 0, k = at; j < n; j++)
            {
                for (int i = j; i < n; i++, k++) (place[k], factor[k]) = (at + SymmetricVector.Index(j, i), i == j ? 1 : Math.Sqrt(2));
            }
        }
        var (r, c, v) = (new List<int>(), new List<int>(), new List<double>());
        for (int j = 0; j < problem.A.Columns; j++)
        {
            for (int k = problem.A.ColumnStarts[j]; k < problem.A.ColumnStarts[j + 1]; k++)
            {
                int at = problem.A.RowIndices[k];
                r.Add(place[at]);
                c.Add(j);
                v.Add(problem.A.Values[k] / factor[at]);
            }
        }
        var b = new double[m];
        for (int k = 0; k < m; k++) b[place[k]] = problem.B[k] / factor[k];
        var program = new ConicProgram(
            "scs", ObjectiveSense.Minimize, problem.P, problem.C, 0, SparseMatrix.FromTriplets(m, problem.A.Columns, r.ToArray(),
                c.ToArray(), v.ToArray()), b, blocks);
        SolveResult result = program.Solve(new AdmmSolver(), options: new SolveOptions { Tolerance = Tolerance });
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        double[] slack = program.Slack(result.X!);
        return new ScsAnswer(
            1, result.Iterations, 0, result.X!, [.. Enumerable.Range(0, m).Select(k => factor[k] * result.Y![place[k]])],
            [.. Enumerable.Range(0, m).Select(k => factor[k] * slack[place[k]])]);
    }

    /// <summary>A program with all cones and a known solution: s and y complementary in each cone, b = Ax + s and c = −AᵀWy.</summary>
    private static ConicProgram Random(int seed)
    {
        var random = new Random(seed);
        double Number() => 2 * random.NextDouble() - 1;
        ConeBlock[] blocks =
        [
            new(Cone.PositiveSemidefinite, 0, 6, "X"), new(Cone.Nonnegative, 6, 4, "l"), new(Cone.Zero, 10, 2, "z"),
            new(Cone.SecondOrder, 12, 3, "q"), new(Cone.PositiveSemidefinite, 15, 3, "Y"), new(Cone.Nonnegative, 18, 2, "m"),
        ];
        const int Columns = 5;
        var (r, c, v) = (new List<int>(), new List<int>(), new List<double>());
        for (int row = 0; row < 20; row++)
        {
            bool isSingle = row is 7 or 8 or 18;
            int only = row == 18 ? 1 : row - 6;
            for (int j = 0; j < Columns; j++)
            {
                if (isSingle && j != only) continue;
                r.Add(row);
                c.Add(j);
                v.Add(isSingle ? random.Next(2) == 0 ? 2 : -3 : Number());
            }
        }
        var a = SparseMatrix.FromTriplets(20, Columns, r.ToArray(), c.ToArray(), v.ToArray());
        double[] s = new double[20], y = new double[20], x = [.. Enumerable.Range(0, Columns).Select(_ => Number())];
        foreach (ConeBlock block in blocks)
        {
            // The positive and negative parts of one vector by Moreau: both in their cones and orthogonal.
            for (int row = block.Start; row < block.End; row++) s[row] = Number();
            switch (block.Cone.Kind)
            {
                case ConeKind.Zero:
                    for (int row = block.Start; row < block.End; row++) (s[row], y[row]) = (0, Number());
                    break;
                case ConeKind.Nonnegative:
                    for (int row = block.Start; row < block.End; row++) (s[row], y[row]) = (Math.Max(s[row], 0), Math.Max(-s[row], 0));
                    break;
                case ConeKind.SecondOrder:
                    // (‖u‖, u) and (‖u‖, −u) are orthogonal and on the boundary.
                    double norm = Math.Sqrt(s[13] * s[13] + s[14] * s[14]);
                    (s[12], y[12], y[13], y[14]) = (norm, norm, -s[13], -s[14]);
                    break;
                default:
                    var positive = new double[block.Rows];
                    new PsdProjector(block.Order).Project(block.Of(s), positive, 1);
                    for (int k = 0; k < block.Rows; k++) (s[block.Start + k], y[block.Start + k]) =
                        (positive[k], positive[k] - s[block.Start + k]);
                    break;
            }
        }
        var program = new ConicProgram("random", ObjectiveSense.Minimize, null, new double[Columns], 0, a, new double[20], blocks);
        double[] b = s;
        a.Multiply(x, b, alpha: 1, beta: 1);
        double[] linear = [.. program.DualResidual(x, y).Select(entry => -entry)];
        return new ConicProgram("random", ObjectiveSense.Minimize, null, linear, 0, a, b, blocks);
    }
}
