namespace Copositive.Numerics;

/// <content>What the threads of a team do at the same time.</content>
internal sealed unsafe partial class SupernodalFactor
{
    private double SharedWork(int source)
    {
        int from = _reached[source], end = _nodes.RowStarts[source + 1];
        return (double)(end - from) * (_nodes.EndOfTarget(from, end) - from) * _nodes.Width(source);
    }

    /// <summary>Gives each thread rows of the panel on which the updates take about equal work.</summary>
    private void ShareRows(int s, int sources, int[] place, int parts)
    {
        Span<double> costs = _rowCosts.AsSpan(0, Rows(s));
        costs.Clear();
        double total = 0, sum = 0;
        for (int k = 0; k < sources; k++)
        {
            int from = _reached[_sources[k]], end = _nodes.RowStarts[_sources[k] + 1];
            double cost = (double)(_nodes.EndOfTarget(from, end) - from) * _nodes.Width(_sources[k]);
            for (int i = from; i < end; i++)
                costs[place[_nodes.Rows[i]]] += cost;
            total += cost * (end - from);
        }
        int part = 1;
        for (int r = 0; r < costs.Length && part < parts; r++)
        {
            sum += costs[r];
            while (part < parts && sum >= total * part / parts)
                _shares[part++] = r + 1;
        }
        while (part <= parts)
            _shares[part++] = costs.Length;
        _shares[parts] = costs.Length;
    }

    /// <summary>The first of a source's rows, from the first not yet used, at or after a row of the panel.</summary>
    private int FirstAt(int source, int row, int[] place)
    {
        int low = _reached[source], high = _nodes.RowStarts[source + 1];
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (place[_nodes.Rows[middle]] < row)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Factors the subtrees of a part.</summary>
    private readonly struct SubtreeBody(SupernodalFactor factor, double* entries, PivotRule rule, CancellationToken cancellation)
        : IParallelBody
    {
        public void Run(int part)
        {
            foreach ((int first, int end) in factor._schedule.Subtrees[part])
                for (int s = first; s < end; s++)
                    if (cancellation.IsCancellationRequested || !factor.TryFactorNode(s, entries, rule, factor._workspaces[part], 1))
                        return;
        }
    }

    /// <summary>Applies all sources to the rows of the target's panel that are a part's share.</summary>
    private readonly struct UpdateBody(SupernodalFactor factor, int target, int sources) : IParallelBody
    {
        public void Run(int part)
        {
            int[] place = factor._workspaces[0].Place;
            for (int k = 0; k < sources; k++)
            {
                int source = factor._sources[k];
                int from = factor.FirstAt(source, factor._shares[part], place);
                int end = factor.FirstAt(source, factor._shares[part + 1], place);
                if (from < end)
                    factor.Subtract(source, target, from, end, factor._workspaces[part], place);
            }
        }
    }

    /// <summary>Finishes an equal share of the rows below a factored diagonal block.</summary>
    private readonly struct EliminationBody(SupernodalFactor factor, int s, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            int width = factor._nodes.Width(s), below = factor.Rows(s) - width;
            int from = (int)((long)below * part / parts), end = (int)((long)below * (part + 1) / parts);
            double* panel = factor.Panel(s);
            factor._workspaces[0].Panel.Eliminate(
                panel + (nint)(width + from) * width, end - from, panel, width, factor._nodes.First[s], factor._diagonal);
        }
    }
}
