using Copositive.Modeling;
using Copositive.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Tests;

/// <summary>Seeded random programs whose answer is known from how they are made.</summary>
public sealed class RandomProgram
{
    private readonly Random _random;
    private readonly List<ConeBlock> _blocks = [];

    public RandomProgram(int seed) => _random = new Random(seed);

    public int Rows => _blocks.Count == 0 ? 0 : _blocks[^1].End;

    public RandomProgram Add(Cone cone, int sizeOrOrder)
    {
        int rows = cone.IsMatrixCone ? SymmetricVector.Length(sizeOrOrder) : sizeOrOrder;
        _blocks.Add(new ConeBlock(cone, Rows, rows, $"{cone.Symbol}{_blocks.Count}"));
        return this;
    }

    /// <summary>
    /// s ∈ K and y ∈ K* with ⟨s, y⟩ = 0 are drawn first; then b = Ax + s and c = −Px − AᵀWy make (x, y) satisfy the optimality conditions.
    /// </summary>
    public (ConicProgram Program, double Value) Optimal(int columns, bool quadratic)
    {
        (double[] s, double[] y) = ComplementaryPair();
        SparseMatrix a = Dense(Rows, columns);
        double[] x = Vector(columns), b = (double[])s.Clone(), c = new double[columns];
        a.Multiply(x, b, 1, 1);
        a.TransposeMultiply(Weighted(y), c, -1);
        SparseMatrix? p = null;
        if (quadratic)
        {
            // P = GG' of rank about half: convex, and not strictly.
            Matrix<double> g = Matrix<double>.Build.Dense(columns, (columns + 1) / 2, (_, _) => Normal());
            p = UpperTriangle(g * g.Transpose());
            p.MultiplySymmetric(x, c, -1, 1);
        }
        var program = new ConicProgram("optimal by construction", ObjectiveSense.Minimize, p, c, 0.5, a, b, _blocks);
        return (program, program.Evaluate(x));
    }

    /// <summary>y ∈ K* is drawn; A is projected so that AᵀWy = 0, and b shifted along y so that ⟨b, y⟩ = −1.</summary>
    public ConicProgram Infeasible(int columns)
    {
        double[] y = Interior(), weighted = Weighted(y), b = Vector(Rows);
        double square = Dot(y, weighted);
        double[,] a = new double[Rows, columns];
        for (int j = 0; j < columns; j++)
        {
            double[] column = Vector(Rows);
            double along = Dot(column, weighted) / square;
            for (int i = 0; i < Rows; i++) a[i, j] = column[i] - along * y[i];
        }
        double shift = (Dot(b, weighted) + 1) / square;
        for (int i = 0; i < Rows; i++) b[i] -= shift * y[i];
        return new ConicProgram("infeasible by construction", ObjectiveSense.Minimize, null, Vector(columns), 0, Sparse(a), b, _blocks);
    }

    /// <summary>d and s_d ∈ K are drawn; A is corrected so that −Ad = s_d, c so that c'd = −1, and b = Ax + s is feasible.</summary>
    public ConicProgram Unbounded(int columns)
    {
        double[] d = Vector(columns), recession = Interior(), c = Vector(columns), x = Vector(columns);
        for (int i = 0; i < Rows; i++)
        {
            if (_blocks.Any(k => k.Cone.Kind == ConeKind.Zero && i >= k.Start && i < k.End)) recession[i] = 0;
        }
        double square = Dot(d, d);
        double[,] a = new double[Rows, columns];
        for (int i = 0; i < Rows; i++)
        {
            double[] row = Vector(columns);
            double along = (Dot(row, d) + recession[i]) / square;
            for (int j = 0; j < columns; j++) a[i, j] = row[j] - along * d[j];
        }
        double shift = (Dot(c, d) + 1) / square;
        for (int j = 0; j < columns; j++) c[j] -= shift * d[j];
        SparseMatrix matrix = Sparse(a);
        (double[] b, _) = ComplementaryPair();
        matrix.Multiply(x, b, 1, 1);
        return new ConicProgram("unbounded by construction", ObjectiveSense.Minimize, null, c, 0, matrix, b, _blocks);
    }

    private (double[] S, double[] Y) ComplementaryPair()
    {
        double[] s = new double[Rows], y = new double[Rows];
        foreach (ConeBlock block in _blocks)
        {
            Span<double> sb = block.Of(s.AsSpan()), yb = block.Of(y.AsSpan());
            switch (block.Cone.Kind)
            {
                case ConeKind.Zero:
                    for (int i = 0; i < sb.Length; i++) yb[i] = Normal();
                    break;
                case ConeKind.Nonnegative:
                    for (int i = 0; i < sb.Length; i++) (i % 2 == 0 ? sb : yb)[i] = 0.1 + Math.Abs(Normal());
                    break;
                case ConeKind.SecondOrder:
                    // (‖u‖, u) and (‖u‖, −u) are on opposite edges of the cone, hence orthogonal.
                    double squares = 0;
                    for (int i = 1; i < sb.Length; i++)
                    {
                        sb[i] = Normal();
                        yb[i] = -0.7 * sb[i];
                        squares += sb[i] * sb[i];
                    }
                    sb[0] = Math.Sqrt(squares);
                    yb[0] = 0.7 * sb[0];
                    break;
                default:
                    // Common eigenvectors, complementary eigenvalues.
                    int n = block.Order;
                    Matrix<double> q = Matrix<double>.Build.Dense(n, n, (_, _) => Normal()).QR().Q;
                    int row = 0;
                    for (int j = 0; j < n; j++)
                    {
                        for (int i = 0; i <= j; i++, row++)
                        {
                            for (int k = 0; k < n; k++) (k < (n + 1) / 2 ? sb : yb)[row] += (1 + 0.3 * k) * q[i, k] * q[j, k];
                        }
                    }
                    break;
            }
        }
        return (s, y);
    }

    /// <summary>A point well inside the cone (anything for equality rows), which is also inside the dual.</summary>
    private double[] Interior()
    {
        double[] v = Vector(Rows);
        foreach (ConeBlock block in _blocks)
        {
            Span<double> vb = block.Of(v.AsSpan());
            if (block.Cone.Kind == ConeKind.Nonnegative)
            {
                for (int i = 0; i < vb.Length; i++) vb[i] = 0.1 + Math.Abs(vb[i]);
            }
            else if (block.Cone.Kind == ConeKind.SecondOrder)
            {
                vb[0] = 0;
                foreach (double u in vb) vb[0] += Math.Abs(u);
                vb[0] += 0.1;
            }
            else if (block.Cone.IsMatrixCone)
            {
                for (int j = 0; j < block.Order; j++) vb[SymmetricVector.Index(j, j)] = 3 * block.Order;
            }
        }
        return v;
    }

    private double[] Weighted(double[] y)
    {
        var program = new ConicProgram("", ObjectiveSense.Minimize, null, [], 0, SparseMatrix.Zero(Rows, 0), new double[Rows], _blocks);
        var weighted = new double[Rows];
        for (int i = 0; i < Rows; i++) weighted[i] = program.RowWeights[i] * y[i];
        return weighted;
    }

    private SparseMatrix Dense(int rows, int columns)
    {
        var a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) a[i, j] = Normal();
        }
        return Sparse(a);
    }

    public static SparseMatrix Sparse(double[,] a)
    {
        var rows = new List<int>();
        var columns = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                rows.Add(i);
                columns.Add(j);
                values.Add(a[i, j]);
            }
        }
        return SparseMatrix.FromTriplets(
            a.GetLength(0), a.GetLength(1), rows.ToArray(), columns.ToArray(), values.ToArray());
    }

    private static SparseMatrix UpperTriangle(Matrix<double> p)
    {
        var upper = new double[p.RowCount, p.ColumnCount];
        for (int i = 0; i < p.RowCount; i++)
        {
            for (int j = i; j < p.ColumnCount; j++) upper[i, j] = p[i, j];
        }
        return Sparse(upper);
    }

    private double[] Vector(int length)
    {
        var v = new double[length];
        for (int i = 0; i < length; i++) v[i] = Normal();
        return v;
    }

    private double Normal()
    {
        // The sum of twelve uniform numbers less six has mean 0 and variance 1.
        double sum = -6;
        for (int k = 0; k < 12; k++) sum += _random.NextDouble();
        return sum;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
