namespace Copositive.Cli.Plotting;

/// <summary>A two-layer network on the plane, f(x) = Σ_j (u_j·x + b_j)₊ v_j.</summary>
/// <param name="Hidden">u: m×2.</param>
/// <param name="Offsets">b, length m; all 0 for a network without bias.</param>
/// <param name="Output">v: m×c.</param>
public sealed record PlanarNetwork(double[,] Hidden, double[] Offsets, double[,] Output)
{
    /// <summary>m.</summary>
    public int Neurons => Hidden.GetLength(0);

    /// <summary>c.</summary>
    public int Outputs => Output.GetLength(1);

    /// <summary>f(x).</summary>
    /// <param name="x1">The first coordinate.</param>
    /// <param name="x2">The second coordinate.</param>
    /// <param name="values">Receives f(x), length c.</param>
    public void Evaluate(double x1, double x2, Span<double> values)
    {
        values.Clear();
        for (int j = 0; j < Neurons; j++)
        {
            double activation = Hidden[j, 0] * x1 + Hidden[j, 1] * x2 + Offsets[j];
            if (activation <= 0) continue;
            for (int k = 0; k < values.Length; k++) values[k] += activation * Output[j, k];
        }
    }

    /// <summary>The class a point is given: the largest output, or for a single output whether it is above ½.</summary>
    /// <param name="x1">The first coordinate.</param>
    /// <param name="x2">The second coordinate.</param>
    /// <param name="scratch">Length c.</param>
    public int Classify(double x1, double x2, Span<double> scratch)
    {
        Evaluate(x1, x2, scratch);
        return ClassOf(scratch);
    }

    /// <summary>The class a vector of outputs or targets stands for, by the same rule.</summary>
    public static int ClassOf(ReadOnlySpan<double> values)
    {
        if (values.Length == 1) return values[0] > 0.5 ? 1 : 0;
        int best = 0;
        for (int k = 1; k < values.Length; k++)
        {
            if (values[k] > values[best]) best = k;
        }
        return best;
    }
}
