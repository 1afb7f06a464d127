using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

public class ConvexityCheckTests
{
    private static ConicProgram Program(ObjectiveSense sense, int n, params (int I, int J, double Value)[] p) => new(
        "quadratic", sense,
        SparseMatrix.FromTriplets(n, n, Array.ConvertAll(p, e => e.I), Array.ConvertAll(p, e => e.J), Array.ConvertAll(p, e => e.Value)),
        new double[n], 0, SparseMatrix.Zero(0, n), [], []);

    [Test]
    public void Nonconvex_objectives_are_refused_with_the_place()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => ConvexityCheck.Require(Program(ObjectiveSense.Minimize, 2, (1, 1, -1))),
                Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("not convex").And.Message.Contains("'x1'"));
            Assert.That(() => ConvexityCheck.Require(Program(ObjectiveSense.Maximize, 3, (0, 0, 1), (0, 2, 1))),
                Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("not concave").And.Message.Contains("'x0'·'x2'"));
            // [[1, 2], [2, 1]] has the eigenvalue −1; scaling the columns by 1e-6 and 1e6 changes nothing.
            Assert.That(() => ConvexityCheck.Require(Program(ObjectiveSense.Minimize, 2, (0, 0, 1e-12), (0, 1, 2), (1, 1, 1e12))),
                Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("direction"));
        });
    }

    [Test]
    public void Singular_semidefinite_objectives_pass_despite_rounding()
    {
        // P = EᵀE with 5 rows and 12 columns has rank 5: its zero eigenvalues come out as about ±1e-16.
        var random = new Random(5);
        for (int trial = 0; trial < 100; trial++)
        {
            var model = new ConicModel();
            Variable x = model.AddVector("x", 12);
            var e = new double[5, 12];
            for (int i = 0; i < 5; i++)
            {
                for (int j = 0; j < 12; j++) e[i, j] = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4));
            }
            model.Minimize((e * (Expression)x).SumOfSquares());
            Assert.That(() => ConvexityCheck.Require(model.Compile()), Throws.Nothing);
        }
    }

    [Test]
    public void Plans_refuse_nonconvex_programs()
    {
        Assert.That(() => Program(ObjectiveSense.Minimize, 1, (0, 0, -1)).Solve(new ScriptedSolver()),
            Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("not convex"));
    }
}
