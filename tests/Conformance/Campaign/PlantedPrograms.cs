using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>Random programs around an optimal pair, a Farkas ray or a direction of unbounded improvement chosen first.</summary>
internal static class PlantedPrograms
{
    /// <summary>
    /// s ∈ K and y ∈ K* with ⟨s, y⟩ = 0 are drawn first; then b = Ax + s and c = −Px − AᵀWy make (x, y) satisfy the optimality conditions.
    /// </summary>
    public static DenseProgram Optimal(Draw draw)
    {
        List<ConeBlock> blocks = ConePoints.Blocks(draw);
        List<double> s = [], y = [];
        foreach (ConeBlock block in blocks)
        {
            (double[] sb, double[] yb) = ConePoints.Complementary(block, draw);
            s.AddRange(sb);
            y.AddRange(yb);
        }
        int columns = draw.Integer(1, 20);
        double[,] a = draw.Matrix(s.Count, columns, draw.Chance(0.5) ? 1 : draw.Uniform(0.1, 0.9));
        double[,]? p = draw.Chance(0.5) ? null : Convex(draw, columns);
        double[] x = draw.Vector(columns), b = DenseProgram.Times(a, x), c = Moments(a, blocks, [.. y]);
        for (int i = 0; i < b.Length; i++) b[i] += s[i];
        double[] px = p is null ? new double[columns] : DenseProgram.Times(p, x);
        for (int j = 0; j < columns; j++) c[j] = -c[j] - px[j];
        return new DenseProgram(p, c, a, b, blocks) { Point = x, Dual = [.. y] };
    }

    /// <summary>
    /// y ∈ K* is drawn, inside or on the boundary; then the columns of A are made orthogonal to it, and b shifted so that ⟨b, y⟩ = −1.
    /// A random c may have a direction of improvement, but no point is feasible.
    /// </summary>
    public static DenseProgram Infeasible(Draw draw)
    {
        List<ConeBlock> blocks;
        double[] y, weighted;
        bool inside = draw.Chance(0.5);
        do
        {
            blocks = ConePoints.Blocks(draw);
            y = [.. blocks.SelectMany(block => inside ? ConePoints.Interior(block, draw).Y : ConePoints.Complementary(block, draw).Y)];
            weighted = [.. DenseProgram.Weights(blocks).Zip(y, (w, t) => w * t)];
        }
        while (DenseProgram.Dot(y, weighted) < 0.01);
        int columns = draw.Integer(1, 20);
        double[,] a = draw.Matrix(y.Length, columns);
        double square = DenseProgram.Dot(y, weighted);
        double[] b = draw.Vector(y.Length);
        for (int pass = 0; pass < 2; pass++)
        {
            double[] along = DenseProgram.TransposeTimes(a, weighted);
            double shift = (DenseProgram.Dot(b, weighted) + 1) / square;
            for (int i = 0; i < y.Length; i++)
            {
                b[i] -= shift * y[i];
                for (int j = 0; j < columns; j++) a[i, j] -= along[j] / square * y[i];
            }
        }
        Clean(a);
        return new DenseProgram(draw.Chance(0.5) ? null : Convex(draw, columns), draw.Vector(columns), a, b, blocks);
    }

    /// <summary>
    /// d and a point of K are drawn, the latter inside or on the boundary; A is corrected so that −Ad is that point, P so that Pd = 0, c
    /// so that c'd = −1, and b = Ax + s is feasible.
    /// </summary>
    public static DenseProgram Unbounded(Draw draw)
    {
        List<ConeBlock> blocks = ConePoints.Blocks(draw);
        bool inside = draw.Chance(0.5), slater = draw.Chance(0.5);
        double[] recession = [.. blocks.SelectMany(block => inside ? ConePoints.Interior(block, draw).S : ConePoints.Complementary(block, draw).S)];
        double[] s = [.. blocks.SelectMany(block => slater ? ConePoints.Interior(block, draw).S : ConePoints.Complementary(block, draw).S)];
        int columns = draw.Integer(1, 20);
        double[,] a = draw.Matrix(s.Length, columns);
        double[] d = draw.Vector(columns), c = draw.Vector(columns), x = draw.Vector(columns);
        double square = DenseProgram.Dot(d, d);
        for (int pass = 0; pass < 2; pass++)
        {
            double[] along = DenseProgram.Times(a, d);
            for (int i = 0; i < s.Length; i++)
            {
                for (int j = 0; j < columns; j++) a[i, j] -= (along[i] + recession[i]) / square * d[j];
            }
            double slope = (DenseProgram.Dot(c, d) + 1) / square;
            for (int j = 0; j < columns; j++) c[j] -= slope * d[j];
        }
        Clean(a);
        double[] b = DenseProgram.Times(a, x);
        for (int i = 0; i < s.Length; i++) b[i] += s[i];
        double[,]? p = null;
        if (columns > 1 && draw.Chance(0.5))
        {
            double[,] g = draw.Matrix(draw.Integer(1, columns - 1), columns);
            double[] along = DenseProgram.Times(g, d);
            for (int i = 0; i < along.Length; i++)
            {
                for (int j = 0; j < columns; j++) g[i, j] -= along[i] / square * d[j];
            }
            Clean(g);
            p = DenseProgram.Times(DenseProgram.Transpose(g), g);
        }
        return new DenseProgram(p, c, a, b, blocks);
    }

    /// <summary>A'Wy.</summary>
    public static double[] Moments(double[,] a, IReadOnlyList<ConeBlock> blocks, double[] y) =>
        DenseProgram.TransposeTimes(a, [.. DenseProgram.Weights(blocks).Zip(y, (w, t) => w * t)]);

    /// <summary>What a projection left of a number of order 1 that it cancelled would be data of another program.</summary>
    private static void Clean(double[,] a)
    {
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                if (Math.Abs(a[i, j]) < 1e-14) a[i, j] = 0;
            }
        }
    }

    /// <summary>G'G of random rank.</summary>
    private static double[,] Convex(Draw draw, int columns)
    {
        double[,] g = draw.Matrix(draw.Integer(1, columns), columns, draw.Chance(0.5) ? 1 : 0.3);
        return DenseProgram.Times(DenseProgram.Transpose(g), g);
    }
}
