using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>
/// A program in dense parts, min ½x'Px + c'x with b − Ax ∈ K, while it is being made; with an optimal point and dual where they are known.
/// </summary>
internal sealed record DenseProgram(double[,]? P, double[] C, double[,] A, double[] B, List<ConeBlock> Blocks)
{
    public int Rows => B.Length;

    public int Columns => C.Length;

    /// <summary>An optimal point; null where there is none, or none is known.</summary>
    public double[]? Point { get; init; }

    /// <summary>An optimal dual; null where there is none, or none is known.</summary>
    public double[]? Dual { get; init; }

    /// <summary>W: 2 on the rows of off-diagonal entries, 1 elsewhere.</summary>
    public static double[] Weights(IReadOnlyList<ConeBlock> blocks)
    {
        var weights = new double[blocks.Count == 0 ? 0 : blocks[^1].End];
        Array.Fill(weights, 1);
        foreach (ConeBlock block in blocks.Where(block => block.Cone.IsMatrixCone))
        {
            foreach ((int i, int j, int place) in DenseCones.Places(block.Rows)) weights[block.Start + place] = i == j ? 1 : 2;
        }
        return weights;
    }

    /// <summary>Ax.</summary>
    public static double[] Times(double[,] a, double[] x)
    {
        var image = new double[a.GetLength(0)];
        for (int i = 0; i < image.Length; i++)
        {
            for (int j = 0; j < x.Length; j++) image[i] += a[i, j] * x[j];
        }
        return image;
    }

    /// <summary>A'y.</summary>
    public static double[] TransposeTimes(double[,] a, double[] y)
    {
        var image = new double[a.GetLength(1)];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < image.Length; j++) image[j] += a[i, j] * y[i];
        }
        return image;
    }

    /// <summary>AB.</summary>
    public static double[,] Times(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int k = 0; k < b.GetLength(0); k++)
            {
                if (a[i, k] == 0) continue;
                for (int j = 0; j < b.GetLength(1); j++) product[i, j] += a[i, k] * b[k, j];
            }
        }
        return product;
    }

    /// <summary>A'.</summary>
    public static double[,] Transpose(double[,] a)
    {
        var transpose = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++) transpose[j, i] = a[i, j];
        }
        return transpose;
    }

    /// <summary>⟨u, v⟩.</summary>
    public static double Dot(double[] u, double[] v) => u.Zip(v, (s, t) => s * t).Sum();

    /// <summary>The program over the same columns with further rows.</summary>
    /// <param name="cone">The cone of the new rows.</param>
    /// <param name="a">Their coefficients.</param>
    /// <param name="b">Their right-hand sides.</param>
    /// <param name="y">Their multipliers at the optimal dual.</param>
    public DenseProgram WithRows(Cone cone, double[,] a, double[] b, double[] y)
    {
        var joined = new double[Rows + b.Length, Columns];
        for (int i = 0; i < Rows + b.Length; i++)
        {
            for (int j = 0; j < Columns; j++) joined[i, j] = i < Rows ? A[i, j] : a[i - Rows, j];
        }
        return this with
        {
            A = joined,
            B = [.. B, .. b],
            Blocks = [.. Blocks, new ConeBlock(cone, Rows, b.Length, $"{cone.Symbol} {Blocks.Count}")],
            Dual = Dual is null ? null : [.. Dual, .. y],
        };
    }

    /// <summary>The instance with this program.</summary>
    public RandomInstance ToInstance(string name, Termination right, Termination[] honest)
    {
        ConicProgram program = RandomInstance.State(name, P, C, 0, A, B, Blocks);
        return new RandomInstance(name, program, [right], honest)
        {
            Point = Point,
            Dual = Dual,
            Value = Point is null ? null : program.Evaluate(Point),
        };
    }
}
