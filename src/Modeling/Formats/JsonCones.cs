using System.Globalization;

namespace Copositive.Modeling;

/// <summary>The names of cones in problem files.</summary>
internal static class JsonCones
{
    private static readonly (string Name, ConeKind Kind)[] Names =
    [
        ("Zero", ConeKind.Zero),
        ("Nonneg", ConeKind.Nonnegative),
        ("SOC", ConeKind.SecondOrder),
        ("RSOC", ConeKind.RotatedSecondOrder),
        ("PSDTri", ConeKind.PositiveSemidefinite),
        ("DNNTri", ConeKind.DoublyNonnegative),
        ("SPNTri", ConeKind.Spn),
        ("COPTri", ConeKind.Copositive),
        ("CPTri", ConeKind.CompletelyPositive),
        ("Exp", ConeKind.Exponential),
        ("DualExp", ConeKind.DualExponential),
        ("Pow", ConeKind.Power),
        ("DualPow", ConeKind.DualPower),
    ];

    /// <summary>The name of a family.</summary>
    public static string NameOf(ConeKind kind) => Array.Find(Names, pair => pair.Kind == kind).Name;

    /// <summary>Reads an element of "cones".</summary>
    /// <param name="value">The element.</param>
    /// <param name="index">Its index, for errors and as a name where it has none.</param>
    /// <param name="start">The first row of the block.</param>
    public static ConeBlock Read(JsonValue value, int index, int start)
    {
        string what = $"cone {index}";
        Dictionary<string, JsonValue> members = value.Members(what);
        foreach ((string key, JsonValue member) in members)
        {
            if (key is not ("type" or "rows" or "side" or "alpha" or "facets" or "rays" or "name"))
                throw member.Error($"found \"{key}\" in {what}, expected type, rows, side, alpha, facets, rays or name");
        }
        JsonValue type = Required(value, members, "type", what);
        string typeName = type.String($"the type of {what}");
        int known = Array.FindIndex(Names, pair => pair.Name == typeName);
        if (known < 0) throw type.Expected($"the type of {what}, one of {string.Join(", ", Names.Select(pair => pair.Name))}");
        Cone cone = ConeOf(value, members, Names[known].Kind, what);

        JsonValue rowsAt = Required(value, members, "rows", what);
        int rows = rowsAt.Count($"the rows of {what}");
        if (cone.RejectRows(rows) is { } reason) throw rowsAt.Error($"found {rows} rows for {what} ({typeName}): {reason}");
        if ((long)start + rows > Array.MaxLength)
            throw rowsAt.Error($"found {(long)start + rows} rows up to {what}, expected at most {Array.MaxLength}");
        string name = members.TryGetValue("name", out JsonValue nameAt)
            ? nameAt.String($"the name of {what}")
            : string.Create(CultureInfo.InvariantCulture, $"block {index + 1}");
        var block = new ConeBlock(cone, start, rows, name);
        if (members.TryGetValue("side", out JsonValue side) && (!cone.IsMatrixCone || side.Count($"the side of {what}") != block.Order))
            throw side.Expected(cone.IsMatrixCone ? $"side {block.Order}, as {what} has {rows} rows" : $"no side: {what} ({typeName}) holds no matrix");
        return block;
    }

    private static Cone ConeOf(JsonValue value, Dictionary<string, JsonValue> members, ConeKind kind, string what)
    {
        bool isPower = kind is ConeKind.Power or ConeKind.DualPower, isPolyhedral = kind is ConeKind.Copositive or ConeKind.CompletelyPositive;
        bool hasFacets = members.TryGetValue("facets", out JsonValue facets), hasRays = members.TryGetValue("rays", out JsonValue rays);
        if (!isPower && members.TryGetValue("alpha", out JsonValue stray))
            throw stray.Error($"found alpha in {what}, expected it for Pow and DualPow only");
        if (!isPolyhedral && (hasFacets || hasRays))
            throw (hasFacets ? facets : rays).Error($"found {(hasFacets ? "facets" : "rays")} in {what}, expected them for COPTri and CPTri only");
        if (hasFacets && hasRays) throw rays.Error($"found facets and rays in {what}, expected one of them");
        if (isPower)
        {
            JsonValue at = Required(value, members, "alpha", what);
            double alpha = at.Number($"alpha of {what}");
            if (!(alpha > 0 && alpha < 1)) throw at.Expected($"alpha of {what}, strictly between 0 and 1");
            return kind == ConeKind.Power ? Cone.Power(alpha) : Cone.DualPower(alpha);
        }
        if (hasFacets || hasRays)
        {
            PolyhedralCone polyhedron = hasFacets
                ? PolyhedralCone.FromFacets(facets.Matrix($"the facets of {what}"))
                : PolyhedralCone.FromRays(rays.Matrix($"the rays of {what}"));
            return kind == ConeKind.Copositive ? Cone.CopositiveOver(polyhedron) : Cone.CompletelyPositiveOver(polyhedron);
        }
        return kind switch
        {
            ConeKind.Zero => Cone.Zero,
            ConeKind.Nonnegative => Cone.Nonnegative,
            ConeKind.SecondOrder => Cone.SecondOrder,
            ConeKind.RotatedSecondOrder => Cone.RotatedSecondOrder,
            ConeKind.PositiveSemidefinite => Cone.PositiveSemidefinite,
            ConeKind.DoublyNonnegative => Cone.DoublyNonnegative,
            ConeKind.Spn => Cone.Spn,
            ConeKind.Copositive => Cone.Copositive,
            ConeKind.CompletelyPositive => Cone.CompletelyPositive,
            ConeKind.Exponential => Cone.Exponential,
            _ => Cone.DualExponential,
        };
    }

    private static JsonValue Required(JsonValue value, Dictionary<string, JsonValue> members, string key, string what) =>
        members.TryGetValue(key, out JsonValue member) ? member : throw value.Error($"found no \"{key}\" in {what}, expected one");
}
