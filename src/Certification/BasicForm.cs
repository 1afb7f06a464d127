using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// A program with its doubly nonnegative blocks written as semidefinite ones with nonnegative entries, and its S + N blocks with N as
/// columns: equivalent programs with the same optimum and the same numbers, for which every remaining proof is about self-dual cones. The
/// solver's point and dual are carried along.
/// </summary>
internal sealed class BasicForm
{
    private const int SplitIterations = 100;

    private BasicForm(CertifiedProgram program, double[] x, double[] y)
    {
        Program = program;
        X = x;
        Y = y;
    }

    /// <summary>The program over basic cones.</summary>
    public CertifiedProgram Program { get; }

    /// <summary>The point; 0 where none was given. Its first columns are the source's.</summary>
    public double[] X { get; }

    /// <summary>The dual; 0 where none was given.</summary>
    public double[] Y { get; }

    /// <summary>Carries a program, and a point and dual of any quality, over.</summary>
    /// <param name="source">The program.</param>
    /// <param name="x">The point, or null.</param>
    /// <param name="y">The dual, or null.</param>
    /// <param name="nonnegativePart">The nonnegative part of the dual on doubly nonnegative blocks, or null.</param>
    public static BasicForm Of(ConicProgram source, double[]? x, double[]? y, double[]? nonnegativePart)
    {
        double[] point = Finite(x, source.Columns), dual = Finite(y, source.Rows);
        var expansion = new SummandExpansion(source);
        var program = expansion.Program;
        var form = new BasicForm(new CertifiedProgram(program), Finite(point, program.Columns), new double[program.Rows]);
        form.Split(source, expansion, point, dual, nonnegativePart is null ? null : Finite(nonnegativePart, source.Rows));
        return form;
    }

    /// <summary>Copies the dual and splits matrices: N of a slack s = S + N into its columns, N of a dual y = S + N into its rows.</summary>
    private void Split(ConicProgram source, SummandExpansion expansion, double[] point, double[] dual, double[]? nonnegativePart)
    {
        double[]? slack = null;
        for (var k = 0; k < source.Blocks.Length; k++)
        {
            var block = source.Blocks[k];
            var start = expansion.StartOf(k);
            dual.AsSpan(block.Start, block.Rows).CopyTo(Y.AsSpan(start));
            if (!SummandExpansion.HasSummand(block)) continue;
            var isSum = block.Cone.Kind == ConeKind.Spn;
            if (isSum) slack ??= source.Slack(point);
            var part = isSum ? NonnegativeSummand(block.Of(slack), block.Order)
                : nonnegativePart is null ? NonnegativeSummand(block.Of(dual), block.Order)
                : block.Of(nonnegativePart).ToArray();
            var pair = 0;
            for (int j = 0, t = 0; j < block.Order; j++, t++)
            {
                for (var i = 0; i < j; i++, t++, pair++)
                {
                    var n = Math.Max(0, part[t]);
                    var row = start + block.Rows + pair;
                    if (isSum)
                    {
                        X[expansion.SummandColumnOf(k) + pair] = n;
                        Y[row] = 2 * Math.Max(0, dual[block.Start + t]);
                    }
                    else
                    {
                        Y[start + t] -= n;
                        Y[row] = 2 * n;
                    }
                }
            }
        }
    }

    /// <summary>N of an approximately best sum S + N to a matrix, by alternating projections; zero on the diagonal.</summary>
    private static double[] NonnegativeSummand(ReadOnlySpan<double> matrix, int order)
    {
        var projector = new PsdProjector(order);
        double[] part = new double[matrix.Length], rest = new double[matrix.Length];
        foreach (var entry in matrix)
            if (!double.IsFinite(entry)) return part;
        for (var iteration = 0; iteration < SplitIterations; iteration++)
        {
            for (var k = 0; k < rest.Length; k++) rest[k] = matrix[k] - part[k];
            if (projector.Project(rest, rest, 1) == 0) break;
            for (int j = 0, k = 0; j < order; j++, k++)
                for (var i = 0; i < j; i++, k++) part[k] = Math.Max(0, matrix[k] - rest[k]);
        }

        return part;
    }

    private static double[] Finite(double[]? vector, int length)
    {
        var copy = new double[length];
        for (var i = 0; i < Math.Min(length, vector?.Length ?? 0); i++)
            if (Math.Abs(vector![i]) <= 1e150) copy[i] = vector[i];
        return copy;
    }
}
