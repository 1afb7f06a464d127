using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The way back from blocks over cliques. Where the slack was a sum, the dual's clique blocks are put together and completed; where the
/// slack's clique blocks were constrained, the dual is their sum, and the free entries of the slack are completed by the columns of their
/// own. Rays map as duals and points do, without the right-hand side.
/// </summary>
/// <remarks>
/// Points keep their objective and rows, and duals their stationarity and ⟨b, y⟩: what is completed is touched by no data. On a separator
/// the cliques agree to the backend's tolerance only; the entry of the clique that owns it is taken.
/// </remarks>
internal sealed class ChordalStep : RewriteStep
{
    private readonly SlackPattern _pattern;
    private readonly DecomposedBlock[] _parts;
    private readonly int[] _kept;
    private readonly int[] _sourceRow;

    /// <summary>A step.</summary>
    /// <param name="source">The program with whole blocks.</param>
    /// <param name="target">The program over cliques.</param>
    /// <param name="description">What was done.</param>
    /// <param name="pattern">The source's zero and free rows.</param>
    /// <param name="parts">The blocks taken apart.</param>
    /// <param name="kept">The source's columns that the target begins with.</param>
    /// <param name="sourceRow">For every row of the target the source's row in it; −1 for none.</param>
    public ChordalStep(
        ConicProgram source, ConicProgram target, string description,
        SlackPattern pattern, DecomposedBlock[] parts, int[] kept, int[] sourceRow)
        : base(source, target, description)
    {
        _pattern = pattern;
        _parts = parts;
        _kept = kept;
        _sourceRow = sourceRow;
    }

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return solution with
        {
            X = solution.X is { } x ? Point(x, solution.Termination == Termination.Unbounded) : null,
            Y = solution.Y is { } y ? Dual(y) : null,
            DualNonnegativePart = solution.DualNonnegativePart is { } dual ? Gather(dual) : null,
            SlackNonnegativePart = solution.SlackNonnegativePart is { } slack ? Gather(slack) : null,
        };
    }

    public override WarmStart? MapForward(WarmStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new WarmStart(start.X is { } x ? StartingPoint(x) : null, start.Y is { } y ? StartingDual(y) : null);
    }

    private double[] Point(double[] point, bool isDirection)
    {
        var x = new double[Source.Columns];
        for (int k = 0; k < _kept.Length; k++) x[_kept[k]] = point[k];
        if (_kept.Length == x.Length) return x;
        var slack = new double[Source.Rows];
        if (!isDirection) Source.B.CopyTo(slack);
        Source.A.Multiply(x, slack, alpha: -1, beta: 1);
        var isKept = new bool[Source.Columns];
        foreach (int column in _kept) isKept[column] = true;
        foreach (DecomposedBlock part in _parts)
        {
            if (part.Decomposition.IsSum) continue;
            ConeBlock block = part.Decomposition.Block;
            double[] completed = CliqueEntries(part, block.Of(slack));
            PsdCompletion.Complete(part.Decomposition.Forest, completed);
            bool[] isWithin = Within(part);
            for (int k = 0; k < completed.Length; k++)
            {
                int row = block.Start + k;
                if (isWithin[k] || !_pattern.IsFree(row) || isKept[_pattern.OwnColumn(row)]) continue;
                // s = slack − a x_j with x_j zero so far.
                x[_pattern.OwnColumn(row)] = (slack[row] - completed[k]) / _pattern.OwnEntry(row);
            }
        }
        return x;
    }

    private double[] Dual(double[] dual)
    {
        double[] y = Gather(dual);
        foreach (DecomposedBlock part in _parts)
        {
            Span<double> block = part.Decomposition.Block.Of(y.AsSpan());
            if (part.Decomposition.IsSum) PsdCompletion.Complete(part.Decomposition.Forest, block);
            // An equation counts its entry once, a matrix block twice.
            for (int k = 0; k < part.Equations; k++) y[_sourceRow[part.FirstEquation + k]] *= 0.5;
            if (part.Equations > 0) NullDiagonal.Fill(block, part.Decomposition.NullVertices);
        }
        return y;
    }

    private double[] StartingPoint(double[] x)
    {
        var start = new double[Target.Columns];
        for (int k = 0; k < _kept.Length; k++) start[k] = x[_kept[k]];
        if (start.Length == _kept.Length) return start;
        double[] slack = Source.Slack(x);
        foreach (DecomposedBlock part in _parts)
        {
            if (!part.Decomposition.IsSum) continue;
            Clique[] cliques = part.Decomposition.Forest.Cliques;
            double[][] pieces = PsdSplitting.Split(part.Decomposition.Forest, part.Decomposition.Block.Of(slack));
            // On a separator the piece is u less the children's, which come after their parents.
            for (int k = cliques.Length - 1; k >= 0; k--)
            {
                if (cliques[k].Parent < 0) continue;
                int[] places = CliquePairs.Places(cliques[k].Separator, cliques[k].Members);
                int column = _kept.Length + part.Ties[k];
                for (int b = 0; b < places.Length; b++)
                {
                    for (int a = 0; a <= b; a++, column++) start[column] = pieces[k][SymmetricVector.Index(places[a], places[b])];
                }
            }
            AddChildren(part, start);
        }
        return start;
    }

    /// <summary>Adds to every separator entry of u those of the children that hold it, from the leaves up.</summary>
    private void AddChildren(DecomposedBlock part, double[] start)
    {
        Clique[] cliques = part.Decomposition.Forest.Cliques;
        for (int k = cliques.Length - 1; k >= 0; k--)
        {
            if (cliques[k].Parent is not (>= 0 and var parent)) continue;
            int[] above = CliquePairs.Places(cliques[k].Separator, cliques[parent].Separator);
            int column = _kept.Length + part.Ties[k];
            for (int b = 0; b < above.Length; b++)
            {
                for (int a = 0; a <= b; a++, column++)
                {
                    if (above[a] >= 0 && above[b] >= 0)
                        start[_kept.Length + part.Ties[parent] + SymmetricVector.Index(above[a], above[b])] += start[column];
                }
            }
        }
    }

    private double[] StartingDual(double[] y)
    {
        var start = new double[Target.Rows];
        for (int t = 0; t < start.Length; t++) start[t] = _sourceRow[t] < 0 ? 0 : y[_sourceRow[t]];
        foreach (DecomposedBlock part in _parts)
        {
            for (int k = 0; k < part.Equations; k++) start[part.FirstEquation + k] *= 2;
            ReadOnlySpan<double> block = part.Decomposition.Block.Of((ReadOnlySpan<double>)y);
            Clique[] cliques = part.Decomposition.Forest.Cliques;
            double[][]? pieces = part.Decomposition.IsSum ? null : PsdSplitting.Split(part.Decomposition.Forest, block);
            for (int k = 0; k < cliques.Length; k++)
            {
                int[] members = cliques[k].Members;
                for (int j = 0, row = part.Rows[k]; j < members.Length; j++)
                {
                    for (int i = 0; i <= j; i++, row++)
                        start[row] = pieces is null ? block[SymmetricVector.Index(members[i], members[j])] : pieces[k][row - part.Rows[k]];
                }
            }
        }
        return start;
    }

    /// <summary>Every target row's number added to the source's row in it.</summary>
    private double[] Gather(double[] rows)
    {
        var gathered = new double[Source.Rows];
        for (int t = 0; t < rows.Length; t++)
        {
            if (_sourceRow[t] >= 0) gathered[_sourceRow[t]] += rows[t];
        }
        return gathered;
    }

    /// <summary>A block's entries within its cliques, zeros elsewhere.</summary>
    private static double[] CliqueEntries(DecomposedBlock part, ReadOnlySpan<double> block)
    {
        bool[] isWithin = Within(part);
        double[] entries = block.ToArray();
        for (int k = 0; k < entries.Length; k++)
        {
            if (!isWithin[k]) entries[k] = 0;
        }
        return entries;
    }

    private static bool[] Within(DecomposedBlock part)
    {
        var isWithin = new bool[part.Decomposition.Block.Rows];
        foreach (Clique clique in part.Decomposition.Forest.Cliques)
        {
            foreach (int j in clique.Members)
            {
                foreach (int i in clique.Members) isWithin[SymmetricVector.Index(i, j)] = true;
            }
        }
        return isWithin;
    }
}
