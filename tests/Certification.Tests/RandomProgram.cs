using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification.Tests;

/// <summary>
/// A random program with integer data whose optimum is known exactly: x*, s* ∈ K and y* ∈ K* with ⟨s*, y*⟩ = 0 are chosen first, then A and a
/// Gram matrix P, and b := Ax* + s*, c := −Px* − AᵀWy*. These are the optimality conditions, so that the optimum is ½x*ᵀPx* + cᵀx* + c₀.
/// </summary>
internal sealed class RandomProgram
{
    private readonly Random _random;
    private readonly List<ConeBlock> _blocks = [];
    private readonly List<double> _slack = [];
    private readonly List<double> _dual = [];
    private readonly List<double> _nonnegative = [];

    private RandomProgram(int seed) => _random = new Random(seed);

    public ConicProgram Program { get; private set; } = null!;

    public double[] X { get; private set; } = null!;

    public double[] Y { get; private set; } = null!;

    public double[] NonnegativePart { get; private set; } = null!;

    /// <summary>The optimum in the user's sense.</summary>
    public BigRational Optimum { get; private set; }

    /// <summary>A program over one to three blocks of the given cones; the columns are often bounded by a box.</summary>
    public static RandomProgram Create(int seed, params ConeKind[] kinds)
    {
        var random = new RandomProgram(seed);
        random.Build(kinds);
        return random;
    }

    /// <summary>
    /// The same program with blocks and objective multiplied by powers of two up to 2^±range, which is exact: the optimum is multiplied
    /// like the objective.
    /// </summary>
    public RandomProgram Scale(int seed, int range)
    {
        var random = new Random(seed);
        var objective = Math.ScaleB(1, random.Next(-range, range + 1));
        var rowScales = new double[Program.Rows];
        foreach (var block in _blocks) Array.Fill(rowScales, Math.ScaleB(1, random.Next(-range, range + 1)), block.Start, block.Rows);
        var ones = Enumerable.Repeat(1.0, Program.Columns).ToArray();
        var scaled = new RandomProgram(seed) { X = X, Y = (double[])Y.Clone(), NonnegativePart = (double[])NonnegativePart.Clone() };
        double[] b = Program.B.ToArray(), c = Program.C.ToArray();
        for (var i = 0; i < b.Length; i++)
        {
            b[i] *= rowScales[i];
            scaled.Y[i] *= objective / rowScales[i];
            scaled.NonnegativePart[i] *= objective / rowScales[i];
        }

        for (var j = 0; j < c.Length; j++) c[j] *= objective;
        scaled.Program = new ConicProgram(
            "scaled", Program.Sense, Program.P?.Scale(Enumerable.Repeat(objective, Program.Columns).ToArray(), ones), c, 7 * objective,
            Program.A.Scale(rowScales, ones), b, _blocks);
        scaled.Optimum = Optimum * (BigRational)objective;
        return scaled;
    }

    private void Build(ConeKind[] kinds)
    {
        var columns = _random.Next(1, 5);
        var count = _random.Next(1, 4);
        for (var k = 0; k < count; k++) AddBlock(kinds[_random.Next(kinds.Length)], $"block {k + 1}");
        X = new double[columns];
        for (var j = 0; j < columns; j++) X[j] = _random.Next(-4, 5);
        var inner = _slack.Count;
        if (_random.Next(2) == 0) AddBox(columns);
        var rows = _slack.Count;
        var a = new double[rows, columns];
        for (var i = 0; i < inner; i++)
            for (var j = 0; j < columns; j++)
                if (_random.Next(3) > 0) a[i, j] = _random.Next(-3, 4);
        for (var i = inner; i < rows; i++) a[i, (i - inner) / 2] = (i - inner) % 2 == 0 ? 1 : -1;

        var p = new double[columns, columns];
        if (_random.Next(3) == 0)
        {
            var factor = new double[columns, 2];
            for (var j = 0; j < columns; j++)
                for (var k = 0; k < 2; k++) factor[j, k] = _random.Next(-2, 3);
            for (var i = 0; i < columns; i++)
                for (var j = 0; j < columns; j++) p[i, j] = factor[i, 0] * factor[j, 0] + factor[i, 1] * factor[j, 1];
        }

        State(a, p, columns, rows);
    }

    private void State(double[,] a, double[,] p, int columns, int rows)
    {
        Y = [.. _dual];
        NonnegativePart = [.. _nonnegative];
        var sense = _random.Next(2) == 0 ? ObjectiveSense.Minimize : ObjectiveSense.Maximize;
        double[] b = new double[rows], c = new double[columns];
        var triplets = new List<(int Row, int Column, double Value)>();
        var quadratic = new List<(int Row, int Column, double Value)>();
        for (var i = 0; i < rows; i++)
        {
            b[i] = _slack[i];
            for (var j = 0; j < columns; j++)
            {
                b[i] += a[i, j] * X[j];
                c[j] -= a[i, j] * Weight(i) * Y[i];
                triplets.Add((i, j, a[i, j]));
            }
        }

        double value = 7;
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < columns; i++)
            {
                c[j] -= p[i, j] * X[i];
                value += 0.5 * p[i, j] * X[i] * X[j];
                if (i <= j) quadratic.Add((i, j, p[i, j]));
            }
        }

        for (var j = 0; j < columns; j++) value += c[j] * X[j];
        Program = new ConicProgram("random", sense, Matrix(columns, columns, quadratic), c, 7, Matrix(rows, columns, triplets), b, _blocks);
        // Every number above is a small integer or half of one, so that no operation rounded.
        Optimum = BigRational.FromDouble(Program.Sign * value);
    }

    private double Weight(int row)
    {
        foreach (var block in _blocks)
        {
            if (row < block.Start || row >= block.End || !block.Cone.IsMatrixCone) continue;
            for (var j = 0; j < block.Order; j++)
                if (row == block.Start + SymmetricVector.Index(j, j)) return 1;
            return 2;
        }

        return 1;
    }

    private void AddBlock(ConeKind kind, string name)
    {
        var start = _slack.Count;
        switch (kind)
        {
            case ConeKind.Zero:
                AddRow(0, _random.Next(-3, 4));
                _blocks.Add(new ConeBlock(Cone.Zero, start, 1, name));
                break;
            case ConeKind.Nonnegative:
                var rows = _random.Next(1, 5);
                for (var i = 0; i < rows; i++) AddComplementary();
                _blocks.Add(new ConeBlock(Cone.Nonnegative, start, rows, name));
                break;
            case ConeKind.SecondOrder:
                // (5, 3, 4) and (5, −3, −4) lie on the boundary and are orthogonal.
                AddPair([5, 3, 4], [5, -3, -4]);
                _blocks.Add(new ConeBlock(Cone.SecondOrder, start, 3, name));
                break;
            case ConeKind.RotatedSecondOrder:
                // 2·1·2 = 2² = 2·2·1, and 1·2 + 2·1 − 2·2 = 0.
                AddPair([1, 2, 2], [2, 1, -2]);
                _blocks.Add(new ConeBlock(Cone.RotatedSecondOrder, start, 3, name));
                break;
            default:
                AddMatrix(kind, name);
                break;
        }
    }

    private void AddRow(double slack, double dual, double nonnegative = 0)
    {
        _slack.Add(slack);
        _dual.Add(dual);
        _nonnegative.Add(nonnegative);
    }

    private void AddComplementary()
    {
        var value = _random.Next(0, 4);
        if (_random.Next(2) == 0) AddRow(value, 0);
        else AddRow(0, value);
    }

    private void AddPair(double[] slack, double[] dual)
    {
        // On both boundaries, or one of them zero and the other inside.
        var which = _random.Next(4);
        for (var i = 0; i < slack.Length; i++)
        {
            var inside = i == 0 ? 8 : i == 1 && slack.Length == 3 && slack[0] == 1 ? 8 : 1;
            AddRow(which == 0 ? 0 : which == 1 ? inside : slack[i], which == 0 ? inside : which == 1 ? 0 : dual[i]);
        }
    }

    /// <summary>
    /// S = BΛBᵀ and Y = B⁻ᵀMB⁻¹ with a unimodular integer B and diagonal Λ, M ≥ 0, ΛM = 0. Where the cone or its dual has a nonnegative
    /// summand, B = I, and N sits on pairs where the other matrix is zero.
    /// </summary>
    private void AddMatrix(ConeKind kind, string name)
    {
        const int n = 3;
        double[,] slack = new double[n, n], dual = new double[n, n], part = new double[n, n];
        double[,] b = Identity(n), inverse = Identity(n);
        if (kind == ConeKind.PositiveSemidefinite) Shear(b, inverse, n);
        for (var k = 0; k < n; k++)
        {
            double lambda = 0, mu = 0;
            if (_random.Next(2) == 0) lambda = _random.Next(0, 4);
            else mu = _random.Next(0, 4);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    slack[i, j] += lambda * b[i, k] * b[j, k];
                    dual[i, j] += mu * inverse[k, i] * inverse[k, j];
                }
            }
        }

        if (kind is ConeKind.DoublyNonnegative or ConeKind.Spn)
        {
            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i < j; i++)
                {
                    double extra = _random.Next(0, 3);
                    if (kind == ConeKind.DoublyNonnegative)
                    {
                        dual[i, j] = dual[j, i] = dual[i, j] + extra;
                        part[i, j] = extra;
                    }
                    else
                    {
                        slack[i, j] = slack[j, i] = slack[i, j] + extra;
                    }
                }
            }
        }

        var start = _slack.Count;
        for (var j = 0; j < n; j++)
            for (var i = 0; i <= j; i++) AddRow(slack[i, j], dual[i, j], part[i, j]);
        var cone = kind == ConeKind.PositiveSemidefinite ? Cone.PositiveSemidefinite
            : kind == ConeKind.DoublyNonnegative ? Cone.DoublyNonnegative : Cone.Spn;
        _blocks.Add(new ConeBlock(cone, start, SymmetricVector.Length(n), name));
    }

    private void AddBox(int columns)
    {
        var start = _slack.Count;
        for (var j = 0; j < columns; j++)
        {
            AddComplementary();
            AddComplementary();
        }

        _blocks.Add(new ConeBlock(Cone.Nonnegative, start, 2 * columns, "box"));
    }

    private void Shear(double[,] b, double[,] inverse, int n)
    {
        for (var step = 0; step < 4; step++)
        {
            int i = _random.Next(n), j = _random.Next(n), factor = _random.Next(-1, 2);
            if (i == j) continue;
            for (var k = 0; k < n; k++)
            {
                b[k, j] += factor * b[k, i]; // B ← B(I + f e_i e_jᵀ)
                inverse[i, k] -= factor * inverse[j, k];
            }
        }
    }

    private static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (var i = 0; i < n; i++) identity[i, i] = 1;
        return identity;
    }

    private static SparseMatrix Matrix(int rows, int columns, List<(int Row, int Column, double Value)> triplets)
        => SparseMatrix.FromTriplets(
            rows, columns, triplets.Select(t => t.Row).ToArray(), triplets.Select(t => t.Column).ToArray(), triplets.Select(t => t.Value).ToArray());
}
