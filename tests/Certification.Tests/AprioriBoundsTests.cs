using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification.Tests;

public class AprioriBoundsTests
{
    private static readonly ConeKind[] Kinds =
    [
        ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.RotatedSecondOrder, ConeKind.PositiveSemidefinite,
    ];

    [Test]
    public void KnownFeasiblePointsObeyEveryInferredBound()
    {
        int finite = 0, sizes = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var known = RandomProgram.Create(seed, Kinds);
            var form = new CertifiedProgram(known.Program);
            Assert.That(form.Bounds.Columns.Contradiction, Is.Null, $"seed {seed}: the program is feasible");
            for (var j = 0; j < known.X.Length; j++)
            {
                Assert.That(form.Bounds.Columns[j].Contains(known.X[j]), $"seed {seed}: x{j} = {known.X[j]} is outside {form.Bounds.Columns[j]}");
                if (form.Bounds.Columns[j].IsFinite) finite++;
            }

            // The slacks are small integers, so that plain arithmetic has them exactly.
            var slack = known.Program.Slack(known.X);
            foreach (var block in known.Program.Blocks)
            {
                for (var i = block.Start; i < block.End; i++)
                {
                    if (block.Cone.Kind != ConeKind.Nonnegative && i > block.Start) break;
                    var size = block.Cone.Kind switch
                    {
                        ConeKind.RotatedSecondOrder => slack[i] + slack[i + 1],
                        ConeKind.PositiveSemidefinite => slack[i] + slack[i + 2] + slack[i + 5],
                        _ => slack[i],
                    };
                    Assert.That(form.Bounds.Size(i), Is.GreaterThanOrEqualTo(size), $"seed {seed}: row {i} of {block}");
                    if (double.IsFinite(form.Bounds.Size(i))) sizes++;
                }
            }
        }

        Assert.That(finite, Is.GreaterThan(500));
        Assert.That(sizes, Is.GreaterThan(500));
    }

    [Test]
    public void ASecondOrderBlockBoundsItsTail()
    {
        // ‖(x, y)‖ ≤ t and t ≤ 5 give |x|, |y| ≤ 5 and 0 ≤ t.
        var model = new ConicModel("ball");
        var t = model.AddVariable("t");
        var x = model.AddVector("x", 2);
        model.Add("cone", Expression.Vertical(t, x), Cone.SecondOrder);
        model.Add("radius", t <= 5);
        model.Minimize(x[0]);
        var columns = new CertifiedProgram(model.Compile()).Bounds.Columns;
        Assert.That(columns[0], Is.EqualTo(new Interval(0, 5)));
        Assert.That(columns[1], Is.EqualTo(new Interval(-5, 5)));
        Assert.That(columns[2], Is.EqualTo(new Interval(-5, 5)));
    }

    [Test]
    public void AUnitTraceBoundsAMatrixAndItsTrace()
    {
        // X ⪰ 0 and tr X = 1 give 0 ≤ X_ii ≤ 1, |X_ij| ≤ ½, and tr X ≤ 1 (not 3, the sum of the diagonal's bounds).
        var model = new ConicModel("spectraplex");
        var x = model.AddSymmetric("X", 3);
        model.Add("cone", x, Cone.PositiveSemidefinite);
        model.Add("trace", x.Trace() == 1);
        model.Minimize(x[0, 1]);
        var program = model.Compile();
        var bounds = new CertifiedProgram(program).Bounds;
        for (var j = 0; j < 3; j++)
        {
            for (var i = 0; i <= j; i++)
            {
                var interval = bounds.Columns[SymmetricVector.Index(i, j)];
                Assert.That(interval.Contains(i == j ? new Interval(0, 1) : new Interval(-0.5, 0.5)), interval.ToString());
                Assert.That(interval.Magnitude, Is.LessThan((i == j ? 1 : 0.5) + 1e-6));
            }
        }

        var cone = program.Blocks.Single(b => b.Cone.IsMatrixCone);
        Assert.That(bounds.Size(cone.Start), Is.EqualTo(1));
        Assert.That(bounds.Premises.List(bounds.SizePremises(cone.Start)).Single().Text, Does.Contain("trace"));
    }

    [Test]
    public void ContradictionsAreFoundAndNamed()
    {
        var model = new ConicModel("contradiction");
        var x = model.AddVector("x", 2);
        model.Add("nonnegative", x >= 0);
        model.Add("sum", x.Sum() == -1);
        model.Minimize(0);
        var bounds = new CertifiedProgram(model.Compile()).Bounds;
        Assert.That(bounds.Columns.Contradiction, Is.Not.Null);
        Assert.That(bounds.Premises.List(bounds.Columns.Contradiction!.Value).Single().Text, Does.Contain("sum").And.Contain("nonnegative"));
    }
}
