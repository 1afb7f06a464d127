namespace Copositive.Modeling;

/// <summary>
/// A polyhedral family, {M : ⟨M, B_k⟩ ≥ 0 for all k} in place of the copositive and the cone of the B_k in place of the completely positive
/// matrices, for matrices B_k = (uvᵀ + vuᵀ)/2 with u, v ≥ 0. Where all u = v it is outer for the copositive cone.
/// </summary>
public abstract record GeneratorApproximation : Approximation
{
    private protected GeneratorApproximation(int level) : base(level) { }

    /// <summary>The pairs u, v for matrices of an order, u and v of that length.</summary>
    internal abstract IEnumerable<(double[] U, double[] V)> Generators(int order);

    /// <summary>The number of pairs, saturating; an upper bound is enough.</summary>
    internal abstract long CountGenerators(int order);

    internal sealed override ApproximationSize Estimate(int order, ConeKind kind)
    {
        long count = CountGenerators(order);
        double pairs = order * (order + 1.0) / 2, entries = (double)count * EntriesPerGenerator(order);
        return kind == ConeKind.Copositive
            ? new ApproximationSize(count, 0, ApproximationSize.Clamp(entries), 0, 0)
            : new ApproximationSize(ApproximationSize.Clamp(count + pairs), count, ApproximationSize.Clamp(entries + pairs + count), 0, 0);
    }

    /// <summary>The most entries a generator's triangle has.</summary>
    private protected virtual double EntriesPerGenerator(int order) => order * (order + 1.0) / 2;

    internal sealed override void Rewrite(ProgramRewriter rewriter, ConeBlock block)
    {
        rewriter.BeginSource();
        var generators = Generators(block.Order).Select(Triangle).ToList();
        if (block.Cone.Kind == ConeKind.Copositive) Copositive(rewriter, block, generators);
        else CompletelyPositive(rewriter, block, generators);
    }

    private static void Copositive(ProgramRewriter rewriter, ConeBlock block, List<(int P, int Q, double Value)[]> generators)
    {
        var range = new CoefficientRange();
        foreach (var generator in generators)
        {
            range.BeginSum();
            foreach ((int p, int q, double value) in generator) range.Add(p == q ? value : 2 * value);
        }
        var matrix = new MatrixRows(rewriter, block, range);
        int row = rewriter.AddBlock(Cone.Nonnegative, generators.Count, block.Name);
        foreach (var generator in generators)
        {
            foreach ((int p, int q, double value) in generator) matrix.Add(row, p, q, value);
            row++;
        }
    }

    private static void CompletelyPositive(ProgramRewriter rewriter, ConeBlock block, List<(int P, int Q, double Value)[]> generators)
    {
        int equal = rewriter.AddBlock(Cone.Zero, block.Rows, $"{block.Name} = sum of generators");
        int column = rewriter.AddColumns(generators.Count, $"weight({block.Name})");
        for (int j = 0, t = 0; j < block.Order; j++)
        {
            for (int i = 0; i <= j; i++, t++)
            {
                rewriter.AddRow(equal + t, block.Start + t, 1);
                rewriter.MapDual(block.Start + t, equal + t, i == j ? 1 : 0.5);
                rewriter.StartDual(equal + t, block.Start + t, i == j ? 1 : 2);
            }
        }
        int sign = rewriter.AddBlock(Cone.Nonnegative, generators.Count, $"{block.Name}: weights ≥ 0");
        for (int k = 0; k < generators.Count; k++)
        {
            rewriter.AddEntry(sign + k, column + k, -1);
            foreach ((int p, int q, double value) in generators[k])
                rewriter.AddEntry(equal + Numerics.SymmetricVector.Index(p, q), column + k, value);
        }
    }

    /// <summary>The entries p ≤ q of (uvᵀ + vuᵀ)/2 that are not 0.</summary>
    private static (int P, int Q, double Value)[] Triangle((double[] U, double[] V) pair)
    {
        var entries = new List<(int, int, double)>();
        (double[] u, double[] v) = pair;
        for (int q = 0; q < u.Length; q++)
        {
            if (u[q] == 0 && v[q] == 0) continue;
            for (int p = 0; p <= q; p++)
            {
                double value = 0.5 * (u[p] * v[q] + v[p] * u[q]);
                if (value != 0) entries.Add((p, q, value));
            }
        }
        return [.. entries];
    }
}
