namespace Copositive.Cli.Tests;

/// <summary>Small inputs whose answers are known by hand.</summary>
internal static class Inputs
{
    /// <summary>min x₁ + x₂ s.t. [x₁ 1; 1 x₂] ⪰ 0: by x₁x₂ ≥ 1 and the means' inequality the optimum is 2.</summary>
    public const string Sdpa = """
        "two by two"
        2
        1
        2
        1 1
        0 1 1 2 -1
        1 1 1 1 1
        2 1 2 2 1

        """;

    /// <summary>min −x₀ − 2x₁ s.t. x₀ + x₁ ≤ 4, x ≥ 0, and both at most 3: the vertex (1, 3) with value −7.</summary>
    public const string Lp = """
        {"name": "vertex", "sense": "min", "n": 2, "m": 5, "c": [-1, -2], "c0": 0,
         "A": [[0, 0, 1], [0, 1, 1], [1, 0, -1], [2, 1, -1], [3, 0, 1], [4, 1, 1]],
         "b": [4, 0, 0, 3, 3],
         "cones": [{"type": "Nonneg", "rows": 5}]}
        """;

    /// <summary>The 5-cycle: α = 2, and Schrijver's bound is √5.</summary>
    public const string C5 = """
        c the 5-cycle
        p edge 5 5
        e 1 2
        e 2 3
        e 3 4
        e 4 5
        e 5 1

        """;

    /// <summary>Two classes on the line through the origin.</summary>
    public const string Csv = "x1,x2,label\n1,0.5,0\n0.5,1,0\n-1,0.25,1\n-0.5,-1,1\n0.25,-0.75,0\n";
}
