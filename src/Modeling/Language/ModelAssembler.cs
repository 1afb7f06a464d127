using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Lays a model out as a <see cref="ConicProgram"/>: each constraint's slack is written straight into one list of triplets, which two
/// counting sorts turn into columns. Linear in the terms written.
/// </summary>
internal static class ModelAssembler
{
    public static ConicProgram Assemble(ConicModel model)
    {
        var triplets = new TripletList();
        var blocks = new List<ConeBlock>(model.Constraints.Count);
        var b = new List<double>();
        var buffer = new TermBuffer();
        foreach (Constraint constraint in model.Constraints)
        {
            Relation relation = constraint.Relation;
            int start = b.Count, rows = relation.RowCount;
            blocks.Add(new ConeBlock(relation.Cone, start, rows, constraint.Name));
            buffer.Reset(relation.Slack.Length);
            Expression.Append(relation.Slack, 1, buffer);
            if (relation.UsesTriangle) AddTriangle(constraint, buffer, start, triplets, b);
            else AddPlain(buffer, start, triplets, b);
        }

        int columns = model.ColumnCount;
        double sign = model.Sense == ObjectiveSense.Minimize ? 1 : -1;
        var c = new double[columns];
        buffer.Reset(1);
        Expression.Append(model.AffineObjective, sign, buffer);
        for (int k = 0; k < buffer.Count; k++) c[buffer.Columns[k]] += buffer.Values[k];
        double constant = buffer.Constants[0];
        SparseMatrix? quadratic = null;
        if (model.QuadraticObjective is { } objective)
        {
            var p = new TripletList();
            foreach (QuadraticExpression.Summand summand in objective.Summands) AddQuadratic(summand, sign, p, c, ref constant);
            quadratic = p.ToMatrix(columns, columns);
        }
        var integers = model.Variables.Where(v => v.Domain != VariableDomain.Continuous)
            .SelectMany(v => Enumerable.Range(v.Start, v.ColumnCount));
        return new ConicProgram(
            model.Name, model.Sense, quadratic, c, constant, triplets.ToMatrix(b.Count, columns), b.ToArray(), blocks,
            new VariableColumnNames(model.Variables), integers, model.Assumptions.Select(a => a.ToProgram()))
        {
            Model = model,
        };
    }

    private static void AddPlain(TermBuffer buffer, int start, TripletList triplets, List<double> b)
    {
        for (int k = 0; k < buffer.Count; k++) triplets.Add(start + buffer.Entries[k], buffer.Columns[k], -buffer.Values[k]);
        foreach (double constant in buffer.Constants) b.Add(constant);
    }

    private static void AddTriangle(Constraint constraint, TermBuffer buffer, int start, TripletList triplets, List<double> b)
    {
        int n = constraint.Slack.Rows;
        if (!constraint.Slack.IsSymmetric) SymmetryCheck.Require(constraint, buffer.ToTerms());
        for (int k = 0; k < buffer.Count; k++)
        {
            int entry = buffer.Entries[k], i = entry % n, j = entry / n;
            if (i <= j) triplets.Add(start + SymmetricVector.Index(i, j), buffer.Columns[k], -buffer.Values[k]);
        }
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++) b.Add(buffer.Constants[i + j * n]);
        }
    }

    /// <summary>Adds factor·‖e‖², or factor·eᵀQe, with e = Ex + d: P += 2·factor·EᵀQE, c += 2·factor·EᵀQd, c₀ += factor·dᵀQd.</summary>
    private static void AddQuadratic(QuadraticExpression.Summand summand, double sign, TripletList p, double[] c, ref double constant)
    {
        double factor = sign * summand.Factor;
        LinearTerms terms = summand.Operand.Terms;
        for (int e = 0; e < terms.Length; e++)
        {
            if (summand.Form is null)
            {
                AddProduct(terms, e, e, factor, p, c, ref constant);
                continue;
            }
            for (int f = 0; f < terms.Length; f++) AddProduct(terms, e, f, factor * summand.Form[e, f], p, c, ref constant);
        }
    }

    private static void AddProduct(LinearTerms t, int e, int f, double factor, TripletList p, double[] c, ref double constant)
    {
        if (factor == 0) return;
        constant += factor * t.Constants[e] * t.Constants[f];
        for (int k = t.Starts[e]; k < t.Starts[e + 1]; k++) c[t.Columns[k]] += factor * t.Values[k] * t.Constants[f];
        for (int l = t.Starts[f]; l < t.Starts[f + 1]; l++) c[t.Columns[l]] += factor * t.Values[l] * t.Constants[e];
        for (int k = t.Starts[e]; k < t.Starts[e + 1]; k++)
        {
            for (int l = t.Starts[f]; l < t.Starts[f + 1]; l++)
            {
                // x_u x_v appears in ½xᵀPx as ½(P_uv + P_vu); every ordered pair is met once, and half of them are mirrored up.
                int u = t.Columns[k], v = t.Columns[l];
                double product = factor * t.Values[k] * t.Values[l];
                if (u == v) p.Add(u, v, 2 * product);
                else p.Add(Math.Min(u, v), Math.Max(u, v), product);
            }
        }
    }
}
