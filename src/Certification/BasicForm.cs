using System.Collections.Immutable;
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

    private static readonly SolverCapabilities Kept = new()
    {
        Cones = ImmutableHashSet.CreateRange(Enum.GetValues<ConeKind>()).Remove(ConeKind.DoublyNonnegative).Remove(ConeKind.Spn),
        QuadraticObjective = true,
        Integers = true,
    };

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
        var plan = Plan.Create(source, Kept, "certification");
        var start = plan.MapForward(new WarmStart(point, dual));
        var form = new BasicForm(new CertifiedProgram(plan.Program), Finite(start?.X, plan.Program.Columns), Finite(start?.Y, plan.Program.Rows));
        form.SplitMatrices(source, point, dual, nonnegativePart is null ? null : Finite(nonnegativePart, source.Rows));
        return form;
    }

    /// <summary>Sets the summands that the rewrites leave at zero: N of a slack s = S + N, and N of a dual y = S + N.</summary>
    private void SplitMatrices(ConicProgram source, double[] point, double[] dual, double[]? nonnegativePart)
    {
        int at = 0, column = source.Columns;
        double[]? slack = null;
        foreach (var block in source.Blocks)
        {
            var copy = Program.Program.Blocks[at++];
            var pairs = block.Order * (block.Order - 1) / 2;
            if (pairs == 0 || block.Cone.Kind is not (ConeKind.DoublyNonnegative or ConeKind.Spn)) continue;
            var nonnegative = Program.Program.Blocks[at++];
            if (block.Cone.Kind == ConeKind.Spn)
            {
                slack ??= source.Slack(point);
                var part = NonnegativeSummand(block.Of(slack), block.Order);
                for (int j = 0, k = 0; j < block.Order; j++, k++)
                    for (var i = 0; i < j; i++, k++) X[column++] = part[k];
            }
            else
            {
                var part = nonnegativePart is null ? NonnegativeSummand(block.Of(dual), block.Order) : block.Of(nonnegativePart).ToArray();
                var row = nonnegative.Start;
                for (int j = 0, k = 0; j < block.Order; j++, k++)
                {
                    for (var i = 0; i < j; i++, k++)
                    {
                        var n = Math.Max(0, part[k]);
                        Y[copy.Start + k] = dual[block.Start + k] - n;
                        Y[row++] = 2 * n;
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
