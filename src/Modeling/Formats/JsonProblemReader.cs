using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>Reads one problem object.</summary>
/// <param name="at">The object.</param>
/// <param name="members">Its members.</param>
internal sealed class JsonProblemReader(JsonValue at, Dictionary<string, JsonValue> members)
{
    private static readonly string[] Known =
        ["name", "sense", "n", "m", "c", "c0", "A", "b", "P", "cones", "integer", "columnNames", "assumptions", "source", "tags", "note", "expected"];

    /// <summary>Where the problem stands.</summary>
    public JsonValue At { get; } = at;

    /// <summary>The problem's name; the file's where it has none.</summary>
    public string Name { get; } = members.TryGetValue("name", out JsonValue name)
        ? name.String("the name of a problem")
        : Path.GetFileNameWithoutExtension(at.Text.File);

    /// <summary>Reads the problem.</summary>
    /// <exception cref="InputFormatException">A member is missing, unknown or malformed, or sizes disagree.</exception>
    public ConicProgram Read()
    {
        foreach ((string key, JsonValue member) in members)
        {
            if (!Known.Contains(key, StringComparer.Ordinal))
                throw member.Error($"found {TextScanner.Quote(key)} in the problem, expected one of {string.Join(", ", Known)}");
        }
        int n = Required("n").Count("n, the number of variables"), m = Required("m").Count("m, the number of rows");
        double[] c = Vector("c", n, "n"), b = Vector("b", m, "m");
        double c0 = members.TryGetValue("c0", out JsonValue constant) ? constant.Number("c0, the objective's constant") : 0;
        ConeBlock[] blocks = ReadBlocks(m);
        SparseMatrix a = Matrix(Required("A"), "A", m, n, upperOnly: false, scale: 1);

        ObjectiveSense sense = ReadSense();
        double sign = sense == ObjectiveSense.Minimize ? 1 : -1;
        SparseMatrix? p = members.TryGetValue("P", out JsonValue quadratic) ? Matrix(quadratic, "P", n, n, upperOnly: true, sign) : null;
        if (sign < 0)
        {
            for (int j = 0; j < n; j++) c[j] = -c[j];
        }
        try
        {
            return new ConicProgram(Name, sense, p, c, sign * c0, a, b, blocks, ReadColumnNames(n), ReadInteger(n), ReadAssumptions(n, blocks));
        }
        catch (ArgumentException e)
        {
            throw At.Error(InputFile.OneLine(e.Message));
        }
    }

    private ObjectiveSense ReadSense()
    {
        if (!members.TryGetValue("sense", out JsonValue sense)) return ObjectiveSense.Minimize;
        return sense.String("the sense") switch
        {
            "min" => ObjectiveSense.Minimize,
            "max" => ObjectiveSense.Maximize,
            _ => throw sense.Expected("the sense, \"min\" or \"max\""),
        };
    }

    private ConeBlock[] ReadBlocks(int m)
    {
        JsonValue list = Required("cones");
        var blocks = new List<ConeBlock>();
        int start = 0;
        foreach (JsonValue element in list.Elements("cones"))
        {
            blocks.Add(JsonCones.Read(element, blocks.Count, start));
            start = blocks[^1].End;
        }
        return start == m ? [.. blocks] : throw list.Error($"found cones over {start} rows, expected m = {m}");
    }

    private double[] Vector(string key, int length, string lengthName)
    {
        JsonValue at = Required(key);
        List<double> vector = at.Numbers(key);
        return vector.Count == length ? [.. vector] : throw at.Error($"found {vector.Count} entries in {key}, expected {lengthName} = {length}");
    }

    private static SparseMatrix Matrix(JsonValue at, string key, int rows, int columns, bool upperOnly, double scale)
    {
        (List<int> i, List<int> j, List<double> values) = at.Triples(key, rows, columns, upperOnly);
        RequireExactSums(at, key, rows, i, j, values);
        for (int k = 0; k < values.Count; k++) values[k] *= scale;
        return SparseMatrix.FromTriplets(rows, columns, i.ToArray(), j.ToArray(), values.ToArray());
    }

    /// <summary>Entries stated more than once are added. Where the sum is no double, the program would not be the one in the file.</summary>
    private static void RequireExactSums(JsonValue at, string key, int rows, List<int> i, List<int> j, List<double> values)
    {
        var place = new long[values.Count];
        var order = new int[values.Count];
        for (int k = 0; k < order.Length; k++) (place[k], order[k]) = ((long)j[k] * rows + i[k], k);
        Array.Sort(place, order);
        var exact = new ExactSum();
        for (int k = 0, end; k < order.Length; k = end)
        {
            for (end = k + 1; end < order.Length && place[end] == place[k]; end++) { }
            if (end == k + 1) continue;
            int first = order[k];
            exact.Clear();
            for (int l = k; l < end; l++) exact.Add(values[order[l]]);
            Interval sum = exact.ToInterval();
            if (sum.Lower != sum.Upper)
                throw at.Error($"found {end - k} entries ({i[first]}, {j[first]}) in {key} whose sum is no double, expected each entry once");
            // The first takes the sum and the others are left at 0, whatever order they are added in.
            for (int l = k; l < end; l++) values[order[l]] = 0;
            values[first] = sum.Lower;
        }
    }

    private List<int>? ReadInteger(int n)
    {
        if (!members.TryGetValue("integer", out JsonValue at)) return null;
        return at.Elements("integer").ConvertAll(element => Column(element, n, "an integer column"));
    }

    private List<string>? ReadColumnNames(int n)
    {
        if (!members.TryGetValue("columnNames", out JsonValue at)) return null;
        List<string> names = at.Elements("columnNames").ConvertAll(element => element.String("a column's name"));
        return names.Count == n ? names : throw at.Error($"found {names.Count} column names, expected n = {n}");
    }

    private List<Assumption>? ReadAssumptions(int n, ConeBlock[] blocks)
    {
        if (!members.TryGetValue("assumptions", out JsonValue at)) return null;
        return at.Elements("assumptions").ConvertAll(element =>
        {
            Dictionary<string, JsonValue> parts = element.Members("an assumption");
            JsonValue Part(string key) => parts.TryGetValue(key, out JsonValue part)
                ? part
                : throw element.Error($"found no \"{key}\" in an assumption, expected one");
            double Bound(string key, double missing) =>
                parts.TryGetValue(key, out JsonValue part) && !part.IsNull ? part.Number($"the {key} bound of an assumption") : missing;
            string name = Part("name").String("the name of an assumption");
            switch (Part("kind").String("the kind of an assumption"))
            {
                case "box":
                    List<int> columns = Part("columns").Elements("the columns of a box").ConvertAll(column => Column(column, n, "a column of a box"));
                    double lower = Bound("lower", double.NegativeInfinity), upper = Bound("upper", double.PositiveInfinity);
                    return new Assumption(AssumptionKind.Box, name, columns, -1, lower, upper);
                case "trace":
                    int block = Part("block").Count("the block of a trace");
                    if (block >= blocks.Length || !blocks[block].Cone.IsMatrixCone)
                        throw Part("block").Expected($"the block of a trace, a matrix block from 0 to {blocks.Length - 1}");
                    return new Assumption(AssumptionKind.Trace, name, [], block, 0, Bound("upper", double.PositiveInfinity));
                default:
                    throw Part("kind").Expected("the kind of an assumption, \"box\" or \"trace\"");
            }
        });
    }

    private static int Column(JsonValue at, int n, string what)
    {
        int column = at.Count(what);
        return column < n ? column : throw at.Expected($"{what}, from 0 to {n - 1}");
    }

    private JsonValue Required(string key) =>
        members.TryGetValue(key, out JsonValue value) ? value : throw At.Error($"found no \"{key}\" in the problem, expected one");
}
