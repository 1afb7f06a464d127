using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Networks.Tests;

public class NetworkRelaxationTests
{
    /// <summary>
    /// A network is a point of form (V): U = Σ uuᵀ, V = Σ uvᵀ, W = Σ vvᵀ over its neurons in each cell. The point is feasible, its
    /// objective is the training objective of the network, and its residual is the network's.
    /// </summary>
    [Test]
    public void Networks_are_points_of_form_V_with_the_same_objective([Values(2, 3)] int rank, [Values(false, true)] bool split)
    {
        var data = GeometryData.Gaussian(7, rank, 2, seed: rank);
        const double Beta = 0.3, Constant = 1.25;
        var relaxation = NetworkRelaxation.FormV(data, Beta, new RelaxationOptions { SplitCells = split, Constant = Constant });
        var random = new Random(4);
        var program = relaxation.Model.Compile();
        var x = new double[program.Columns];
        var residual = data.Y.ToArray();
        var norms = 0.0;
        for (var j = 0; j < 5; j++)
        {
            var u = Vector(random, rank);
            var v = Vector(random, 2);
            norms += GeometryData.Dot(u, u) + GeometryData.Dot(v, v);
            Subtract(residual, data, u, v);
            if (PieceOf(relaxation, u) is not { } piece) continue;
            AddOuterProduct(x, piece, [.. Coordinates(piece, u), .. v], 1);
        }
        var expected = 0.5 * GeometryData.Dot(residual, residual) + 0.5 * Beta * norms + Constant;
        var z = relaxation.Residual(x);
        Assert.That(z, Is.EqualTo(residual).AsCollection.Within(1e-13));
        var variable = relaxation.Model.Variables[0];
        Assert.That(variable.Name, Is.EqualTo("Z"));
        for (var i = 0; i < 7; i++)
        {
            for (var k = 0; k < 2; k++) x[variable.Start + i + 7 * k] = z[i * 2 + k];
        }
        Assert.That(program.Evaluate(x), Is.EqualTo(expected).Within(1e-12 * expected));
        AssertFeasible(program, x);
    }

    /// <summary>
    /// In form (CP) a network with balanced neurons, ‖u‖ = ‖v‖, gives U = Σ uuᵀ/(2β); with T = YᵀM⁻¹Y the objective is at most the
    /// network's, since (CP) chooses the best read-out for these U. With Z = M⁻¹Y the objective is ½⟨Y, Z⟩ + β²Σtr U.
    /// </summary>
    [Test]
    public void Networks_are_points_of_form_Cp_with_no_larger_objective([Values(2, 3)] int rank)
    {
        var data = GeometryData.Gaussian(6, rank, 2, seed: 10 + rank);
        const double Beta = 0.2;
        var relaxation = NetworkRelaxation.FormCp(data, Beta);
        var random = new Random(5);
        var program = relaxation.Model.Compile();
        var x = new double[program.Columns];
        var residual = data.Y.ToArray();
        double norms = 0, traces = 0;
        for (var j = 0; j < 4; j++)
        {
            var u = Vector(random, rank);
            var v = Vector(random, 2);
            var scale = Math.Sqrt(GeometryData.Dot(u, u) / GeometryData.Dot(v, v));
            for (var k = 0; k < 2; k++) v[k] *= scale;
            norms += 2 * GeometryData.Dot(u, u);
            Subtract(residual, data, u, v);
            if (PieceOf(relaxation, u) is not { } piece) continue;
            AddOuterProduct(x, piece, Coordinates(piece, u), 1 / (2 * Beta));
            traces += GeometryData.Dot(u, u) / (2 * Beta);
        }
        var z = relaxation.Residual(x);
        var t = relaxation.Model.Variables[0];
        for (var a = 0; a < 2; a++)
        {
            for (var b = a; b < 2; b++)
            {
                for (var i = 0; i < 6; i++) x[t.Start + SymmetricVector.Index(a, b)] += data.Y[i * 2 + a] * z[i * 2 + b];
            }
        }
        var objective = program.Evaluate(x);
        Assert.That(objective, Is.EqualTo(0.5 * GeometryData.Dot(data.Y, z) + Beta * Beta * traces).Within(1e-12));
        Assert.That(objective, Is.LessThanOrEqualTo(0.5 * GeometryData.Dot(residual, residual) + 0.5 * Beta * norms + 1e-12));
        AssertFeasible(program, x);
    }

    /// <summary>Five points of the plane in general position have 10 cells; in one of them, at most, every row is inactive.</summary>
    [Test]
    public void Cells_without_active_rows_are_left_out()
    {
        var data = GeometryData.Rows([1, 0.1], [1, 0.2], [1, 0.3], [1, -0.1], [1, -0.2]);
        var relaxation = NetworkRelaxation.FormV(data, 1);
        Assert.That(relaxation.Pieces, Has.Count.EqualTo(9));
        Assert.That(relaxation.CellCount, Is.EqualTo(10));
        Assert.That(relaxation.CoversAllCells, Is.True);
        Assert.That(NetworkRelaxation.FormV(data, 1, new ArrangementEnumerator(data).Enumerate(10)).CoversAllCells, Is.False);
    }

    [Test]
    public void Impossible_requests_are_refused()
    {
        var data = GeometryData.Gaussian(5, 2, 1, seed: 0);
        Assert.That(() => NetworkRelaxation.FormV(data, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => NetworkRelaxation.FormCp(data, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => NetworkRelaxation.FormV(data, 1, new RelaxationOptions { CellLimit = 9 }), Throws.InstanceOf<ArrangementLimitException>());
        var other = new ArrangementEnumerator(GeometryData.Gaussian(4, 2, 1, seed: 0)).Enumerate(10);
        Assert.That(() => NetworkRelaxation.FormV(data, 1, other), Throws.ArgumentException);
        Assert.That(() => NetworkRelaxation.FormV(data, 1).Residual([1, 2]), Throws.ArgumentException);
    }

    private static double[] Vector(Random random, int length) => Array.ConvertAll(new double[length], _ => GeometryData.Normal(random));

    private static RelaxationPiece? PieceOf(NetworkRelaxation relaxation, double[] u)
    {
        foreach (var piece in relaxation.Pieces)
        {
            var inside = true;
            var cone = piece.Part.ToCone();
            for (var f = 0; f < cone.Count; f++)
            {
                var value = 0.0;
                for (var j = 0; j < u.Length; j++) value += cone[f, j] * u[j];
                inside &= value >= 0;
            }
            if (inside) return piece;
        }
        return null;
    }

    /// <summary>û with u = Tû: the columns of T are orthogonal.</summary>
    private static double[] Coordinates(RelaxationPiece piece, double[] u)
    {
        var coordinates = new double[piece.Frame.Rank];
        for (var k = 0; k < coordinates.Length; k++)
            coordinates[k] = GeometryData.Dot(piece.Frame.Column(k), u) / piece.Frame.SquaredLengths[k];
        return coordinates;
    }

    private static void AddOuterProduct(double[] x, RelaxationPiece piece, double[] w, double factor)
    {
        for (var j = 0; j < w.Length; j++)
        {
            for (var i = 0; i <= j; i++) x[piece.Variable.Start + SymmetricVector.Index(i, j)] += factor * w[i] * w[j];
        }
    }

    private static void Subtract(double[] residual, TrainingData data, double[] u, double[] v)
    {
        for (var i = 0; i < data.Samples; i++)
        {
            var activation = Math.Max(0, GeometryData.Dot(data.Input(i), u));
            for (var k = 0; k < v.Length; k++) residual[i * v.Length + k] -= activation * v[k];
        }
    }

    /// <summary>Feasible in level 0's cones: PSD and zero blocks to rounding; F U Fᵀ ≥ 0 for blocks over a polyhedral cone.</summary>
    private static void AssertFeasible(ConicProgram program, double[] x)
    {
        var slack = program.Slack(x);
        foreach (var block in program.Blocks)
        {
            var s = block.Of(slack.AsSpan()).ToArray();
            if (block.Cone.Kind == ConeKind.Zero)
            {
                Assert.That(s, Is.All.EqualTo(0).Within(1e-12));
                continue;
            }
            var order = block.Order;
            var full = new double[order * order];
            for (var i = 0; i < order; i++)
            {
                for (var j = 0; j < order; j++) full[i * order + j] = s[SymmetricVector.Index(i, j)];
            }
            var size = s.Max(Math.Abs);
            Assert.That(SymmetricEigensolver.DecomposeOnce(full, order).Values[0], Is.GreaterThan(-1e-12 * (1 + size)));
            if (block.Cone is not PolyhedralMatrixCone { Polyhedron: { } cone }) continue;
            for (var f = 0; f < cone.Count; f++)
            {
                for (var g = 0; g < f; g++)
                {
                    var value = 0.0;
                    for (var i = 0; i < order; i++)
                    {
                        for (var j = 0; j < order; j++) value += cone[f, i] * full[i * order + j] * cone[g, j];
                    }
                    Assert.That(value, Is.GreaterThan(-1e-12 * (1 + size)));
                }
            }
        }
    }
}
