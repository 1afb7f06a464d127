using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>Writes one problem object, a member a line and a triple a line.</summary>
internal sealed class JsonProblemWriter(TextWriter writer)
{
    /// <summary>Writes the problem.</summary>
    public void Write(ConicProgram program)
    {
        writer.Write($"{{\"name\": {Text(program.Name)},\n\"sense\": \"{(program.Sense == ObjectiveSense.Minimize ? "min" : "max")}\",\n");
        writer.Write($"\"n\": {program.Columns},\n\"m\": {program.Rows},\n\"c\": ");
        WriteVector(program.C, program.Sign);
        writer.Write(",\n\"c0\": ");
        WriteNumber(program.Sign * program.C0);
        writer.Write(",\n\"A\": ");
        WriteTriples(program.A, 1);
        writer.Write(",\n\"b\": ");
        WriteVector(program.B, 1);
        if (program.P is not null)
        {
            writer.Write(",\n\"P\": ");
            WriteTriples(program.P, program.Sign);
        }
        writer.Write(",\n\"cones\": [");
        for (int k = 0; k < program.Blocks.Length; k++)
        {
            writer.Write(k == 0 ? "\n" : ",\n");
            WriteBlock(program.Blocks[k]);
        }
        writer.Write(']');
        if (program.IntegerColumns.Length > 0) writer.Write($",\n\"integer\": [{string.Join(", ", program.IntegerColumns)}]");
        if (program.ColumnNames is not null) writer.Write($",\n\"columnNames\": [{string.Join(", ", program.ColumnNames.Select(Text))}]");
        if (program.Assumptions.Length > 0) writer.Write($",\n\"assumptions\": [{string.Join(",\n", program.Assumptions.Select(Text))}]");
        writer.Write("}\n");
    }

    private void WriteBlock(ConeBlock block)
    {
        writer.Write($"{{\"type\": \"{JsonCones.NameOf(block.Cone.Kind)}\", \"rows\": {block.Rows}, \"name\": {Text(block.Name)}");
        if (block.Cone.IsMatrixCone) writer.Write($", \"side\": {block.Order}");
        if (block.Cone is PowerCone power) writer.Write($", \"alpha\": {Text(power.Alpha)}");
        if (block.Cone is DualPowerCone dual) writer.Write($", \"alpha\": {Text(dual.Alpha)}");
        if (block.Cone is PolyhedralMatrixCone { Polyhedron: { } polyhedron })
        {
            double[,] matrix = polyhedron.ToMatrix();
            writer.Write(polyhedron.IsGivenByFacets ? ", \"facets\": [" : ", \"rays\": [");
            for (int i = 0; i < matrix.GetLength(0); i++)
            {
                writer.Write(i == 0 ? "[" : ", [");
                writer.Write(string.Join(", ", Enumerable.Range(0, matrix.GetLength(1)).Select(j => Text(matrix[i, j]))));
                writer.Write(']');
            }
            writer.Write(']');
        }
        writer.Write('}');
    }

    private void WriteVector(ReadOnlySpan<double> vector, double sign)
    {
        writer.Write('[');
        for (int k = 0; k < vector.Length; k++)
        {
            if (k > 0) writer.Write(", ");
            WriteNumber(sign * vector[k]);
        }
        writer.Write(']');
    }

    private void WriteTriples(SparseMatrix matrix, double sign)
    {
        writer.Write('[');
        for (int j = 0; j < matrix.Columns; j++)
        {
            for (int k = matrix.ColumnStarts[j]; k < matrix.ColumnStarts[j + 1]; k++)
            {
                writer.Write(k == 0 ? $"\n[{matrix.RowIndices[k]}, {j}, " : $",\n[{matrix.RowIndices[k]}, {j}, ");
                WriteNumber(sign * matrix.Values[k]);
                writer.Write(']');
            }
        }
        writer.Write(']');
    }

    private void WriteNumber(double value) => writer.Write(Text(value));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Text(Assumption assumption)
    {
        string name = Text(assumption.Name), lower = Bound(assumption.Lower), upper = Bound(assumption.Upper);
        return assumption.Kind == AssumptionKind.Trace
            ? $"{{\"kind\": \"trace\", \"name\": {name}, \"block\": {assumption.Block}, \"upper\": {upper}}}"
            : $"{{\"kind\": \"box\", \"name\": {name}, \"columns\": [{string.Join(", ", assumption.Columns)}], \"lower\": {lower}, \"upper\": {upper}}}";
    }

    private static string Bound(double value) => double.IsFinite(value) ? Text(value) : "null";
}
