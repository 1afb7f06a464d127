using System.Text.Json;

namespace Copositive.Networks;

/// <summary>Networks as JSON: {"u": [[…d numbers…], … m rows], "v": [[…c numbers…], … m rows]}.</summary>
internal static class TwoLayerNetworkJson
{
    /// <summary>Weights beyond this size are no network that this library could have trained; the limit keeps a hostile file from filling the memory.</summary>
    private const long MaxBytes = 1L << 28;

    public static void Write(TwoLayerNetwork network, Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        WriteRows(writer, "u", network.HiddenWeights, network.Neurons, network.Features);
        WriteRows(writer, "v", network.OutputWeights, network.Neurons, network.Outputs);
        // Without neurons the rows do not show how many inputs and outputs there are.
        if (network.Neurons == 0)
        {
            writer.WriteNumber("inputs", network.Features);
            writer.WriteNumber("outputs", network.Outputs);
        }

        writer.WriteEndObject();
    }

    public static TwoLayerNetwork Read(Stream stream, string name)
    {
        if (stream.Length > MaxBytes) throw new FormatException($"{name}: the file has {stream.Length} bytes; a network file has at most {MaxBytes}.");
        try
        {
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new FormatException($"{name}: expected an object {{\"u\": rows, \"v\": rows}}, found {Kind(root)}.");
            var (u, rows, features) = ReadRows(root, "u", name);
            var (v, outputRows, outputs) = ReadRows(root, "v", name);
            if (rows != outputRows) throw new FormatException($"{name}: \"u\" has {rows} rows and \"v\" has {outputRows}; the numbers must agree.");
            features = Width(root, "inputs", features, name);
            outputs = Width(root, "outputs", outputs, name);
            return new TwoLayerNetwork(u, v, rows, features, outputs);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name}:{exception.LineNumber + 1}: no valid JSON at byte {exception.BytePositionInLine + 1} of the line.", exception);
        }
    }

    private static void WriteRows(Utf8JsonWriter writer, string property, ReadOnlySpan<double> weights, int rows, int columns)
    {
        writer.WriteStartArray(property);
        for (var j = 0; j < rows; j++)
        {
            writer.WriteStartArray();
            foreach (var weight in weights.Slice(j * columns, columns)) writer.WriteNumberValue(weight);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static (double[] Weights, int Rows, int Columns) ReadRows(JsonElement root, string property, string name)
    {
        if (!root.TryGetProperty(property, out var rows) || rows.ValueKind != JsonValueKind.Array)
            throw new FormatException($"{name}: expected \"{property}\", an array of rows.");
        var columns = 0;
        var weights = new List<double>();
        var j = 0;
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array) throw new FormatException($"{name}: row {j} of \"{property}\" is {Kind(row)}; expected an array of numbers.");
            if (j == 0) columns = row.GetArrayLength();
            if (row.GetArrayLength() != columns || columns == 0)
                throw new FormatException($"{name}: row {j} of \"{property}\" has {row.GetArrayLength()} numbers; expected {Math.Max(columns, 1)}.");
            foreach (var entry in row.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Number || !entry.TryGetDouble(out var weight) || !double.IsFinite(weight))
                    throw new FormatException($"{name}: row {j} of \"{property}\" holds {Kind(entry)}; expected finite numbers.");
                weights.Add(weight);
            }

            j++;
        }

        return ([.. weights], j, columns);
    }

    private static int Width(JsonElement root, string property, int found, string name)
    {
        if (!root.TryGetProperty(property, out var element))
            return found > 0 ? found : throw new FormatException($"{name}: without neurons the file has to give \"{property}\".");
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var width) || width < 1 || (found > 0 && width != found))
            throw new FormatException($"{name}: \"{property}\" must be {(found > 0 ? $"{found}, the length of the rows" : "a positive integer")}.");
        return width;
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        _ => element.ValueKind.ToString(),
    };
}
