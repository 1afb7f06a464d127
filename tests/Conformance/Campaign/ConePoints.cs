using Copositive.Modeling;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Conformance;

/// <summary>Random points of cones and of their duals, with faces drawn.</summary>
internal static class ConePoints
{
    private static readonly double Root2 = Math.Sqrt(2);

    /// <summary>Blocks of random cones and sizes, 1 to 4 of them, of matrix orders and lengths up to 8.</summary>
    public static List<ConeBlock> Blocks(Draw draw)
    {
        Cone[] cones =
            [Cone.Zero, Cone.Nonnegative, Cone.SecondOrder, Cone.RotatedSecondOrder, Cone.PositiveSemidefinite, Cone.DoublyNonnegative, Cone.Spn];
        List<ConeBlock> blocks = [];
        int count = draw.Integer(1, 4), row = 0;
        for (int k = 0; k < count; k++)
        {
            Cone cone = cones[draw.Integer(0, cones.Length - 1)];
            int size = draw.Integer(cone.Kind == ConeKind.RotatedSecondOrder ? 2 : 1, 8);
            int rows = cone.IsMatrixCone ? size * (size + 1) / 2 : size;
            blocks.Add(new ConeBlock(cone, row, rows, $"{cone.Symbol} {k}"));
            row += rows;
        }
        return blocks;
    }

    /// <summary>A point inside K, and inside K* too; 0 and any vector for equality rows.</summary>
    public static (double[] S, double[] Y) Interior(ConeBlock block, Draw draw)
    {
        var s = new double[block.Rows];
        if (block.Cone.Kind == ConeKind.Zero) return (s, draw.Vector(block.Rows));
        if (block.Cone.IsMatrixCone)
        {
            // BB' + I with B ≥ 0 is inside DNN, the smallest of the matrix cones.
            int n = block.Order;
            Matrix<double> b = Matrix<double>.Build.Dense(n, n, (_, _) => draw.Uniform(0.1, 1));
            Matrix<double> inside = b * b.Transpose() + Matrix<double>.Build.DenseIdentity(n);
            foreach ((int i, int j, int k) in DenseCones.Places(block.Rows)) s[k] = inside[i, j];
        }
        else if (block.Cone.Kind == ConeKind.Nonnegative)
        {
            for (int i = 0; i < s.Length; i++) s[i] = draw.Positive();
        }
        else
        {
            for (int i = 1; i < s.Length; i++) s[i] = draw.Normal();
            s[0] = draw.Positive() + Math.Sqrt(s.Skip(1).Sum(t => t * t));
            if (block.Cone.Kind == ConeKind.RotatedSecondOrder) Rotate(s);
        }
        return (s, (double[])s.Clone());
    }

    /// <summary>s ∈ K and y ∈ K* with ⟨s, y⟩ = 0; strictly complementary or not, and either may be 0.</summary>
    public static (double[] S, double[] Y) Complementary(ConeBlock block, Draw draw)
    {
        double[] s = new double[block.Rows], y = new double[block.Rows];
        switch (block.Cone.Kind)
        {
            case ConeKind.Zero:
                for (int i = 0; i < y.Length; i++) y[i] = draw.Chance(0.1) ? 0 : draw.Normal();
                break;
            case ConeKind.Nonnegative:
                for (int i = 0; i < s.Length; i++)
                {
                    double side = draw.Uniform(0, 1);
                    if (side < 0.45) s[i] = draw.Positive();
                    else if (side < 0.9) y[i] = draw.Positive();
                }
                break;
            case ConeKind.SecondOrder or ConeKind.RotatedSecondOrder:
                SecondOrder(draw, s, y);
                if (block.Cone.Kind == ConeKind.SecondOrder) break;
                Rotate(s);
                Rotate(y);
                break;
            case ConeKind.PositiveSemidefinite:
                (Matrix<double> first, Matrix<double> second) = Semidefinite(draw, block.Order);
                Fill(s, first);
                Fill(y, second);
                break;
            default:
                (Matrix<double> dnn, Matrix<double> spn) = DoublyNonnegative(draw, block.Order);
                Fill(block.Cone.Kind == ConeKind.DoublyNonnegative ? s : y, dnn);
                Fill(block.Cone.Kind == ConeKind.DoublyNonnegative ? y : s, spn);
                break;
        }
        return (s, y);
    }

    /// <summary>The image under the symmetric orthogonal map between the two second-order cones.</summary>
    private static void Rotate(double[] v) => (v[0], v[1]) = ((v[0] + v[1]) / Root2, (v[0] - v[1]) / Root2);

    private static void SecondOrder(Draw draw, double[] s, double[] y)
    {
        double side = draw.Uniform(0, 1);
        if (s.Length == 1 || side < 0.4)
        {
            // One is inside and the other 0, or both are 0.
            double[] inside = side < 0.2 ? s : y;
            if (side > 0.38) return;
            for (int i = 1; i < s.Length; i++) inside[i] = draw.Normal();
            inside[0] = draw.Positive() + Math.Sqrt(inside.Sum(t => t * t));
            return;
        }
        // (‖u‖, u) and (‖u‖, −u) are on opposite edges, hence orthogonal; one of them may be 0.
        double factor = draw.Chance(0.1) ? 0 : draw.Positive();
        for (int i = 1; i < s.Length; i++)
        {
            s[i] = draw.Normal();
            y[i] = -factor * s[i];
        }
        s[0] = Math.Sqrt(s.Sum(t => t * t));
        y[0] = factor * s[0];
        if (draw.Chance(0.1)) Array.Clear(s);
    }

    /// <summary>Common eigenvectors and complementary eigenvalues, strictly in two cases of three.</summary>
    private static (Matrix<double> First, Matrix<double> Second) Semidefinite(Draw draw, int order)
    {
        Matrix<double> q = draw.Orthogonal(order);
        int rank = draw.Integer(0, order), other = draw.Chance(0.67) ? order - rank : draw.Integer(0, order - rank);
        Vector<double> first = Vector<double>.Build.Dense(order, k => k < rank ? draw.Positive() : 0);
        Vector<double> second = Vector<double>.Build.Dense(order, k => k >= order - other ? draw.Positive() : 0);
        return (q * Matrix<double>.Build.DiagonalOfDiagonalVector(first) * q.Transpose(), q * Matrix<double>.Build.DiagonalOfDiagonalVector(second) * q.Transpose());
    }

    /// <summary>
    /// BB' with B ≥ 0 whose rows fall into groups, so that entries across groups are 0; and S + N with S ⪰ 0 on its null space and N ≥ 0
    /// on its zeros.
    /// </summary>
    private static (Matrix<double> Dnn, Matrix<double> Spn) DoublyNonnegative(Draw draw, int order)
    {
        int groups = draw.Integer(1, order), width = draw.Integer(1, 2);
        int[] group = [.. Enumerable.Range(0, order).Select(_ => draw.Integer(0, groups - 1))];
        Matrix<double> b = Matrix<double>.Build.Dense(order, groups * width, (i, k) => k / width == group[i] ? draw.Positive() : 0);
        if (draw.Chance(0.3)) b.ClearRow(draw.Integer(0, order - 1));
        Matrix<double> dnn = b * b.Transpose();
        var factors = dnn.Evd(Symmetricity.Symmetric);
        Matrix<double> spn = Matrix<double>.Build.Dense(order, order);
        double missing = draw.Chance(0.67) ? 0 : 0.5;
        for (int k = 0; k < order; k++)
        {
            if (factors.EigenValues[k].Real > 1e-9 || draw.Chance(missing)) continue;
            Vector<double> v = factors.EigenVectors.Column(k);
            spn += draw.Positive() * v.OuterProduct(v);
        }
        for (int j = 0; j < order; j++)
        {
            for (int i = 0; i < j; i++)
            {
                double entry = draw.Positive();
                if (dnn[i, j] == 0 && !draw.Chance(missing)) spn[i, j] = spn[j, i] = spn[i, j] + entry;
            }
        }
        return (dnn, spn);
    }

    private static void Fill(double[] triangle, Matrix<double> matrix)
    {
        foreach ((int i, int j, int k) in DenseCones.Places(triangle.Length)) triangle[k] = 0.5 * (matrix[i, j] + matrix[j, i]);
    }
}
