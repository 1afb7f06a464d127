#:project ../src/Copositivity/Copositivity.csproj
#:project ../src/Solvers.InteriorPoint/Solvers.InteriorPoint.csproj
#:project ../src/Solvers.OrTools/Solvers.OrTools.csproj

// Climbing hierarchies
// --------------------
// α(G), the largest number of vertices no two of which are joined, is a linear program over completely positive matrices. Nobody can solve that program, but
// hierarchies of cones close in on it, each level a larger program with a better bound. Which family, and which level, is worth its price?
//
//     C^(r)   (eᵀx)^r xᵀMx has no negative coefficient                                linear        (de Klerk and Pasechnik 2002)
//     Q^(r)   … is Σ x^β xᵀS_βx, S_β ⪰ 0, plus such a polynomial                        semidefinite  (Peña, Vera and Zuluaga 2007)
//     K^(r)   … is Σ x^S σ_S(x), σ_S sums of squares                                  semidefinite  (Parrilo 2000)
//
// Every number below is proved: rounded upwards from an exactly feasible dual, whatever the solver returned.

using System.Diagnostics;
using System.Globalization;
using Copositive.Copositivity;
using Copositive.Modeling;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.OrTools;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var interiorPoint = new InteriorPointSolver();
var simplex = new GlopSolver();

// 1. Graphs with much symmetry: the level-1 program of Paley's graph on 29 vertices has 4495 moments, but only 13 orbits of them.
Graph[] graphs =
[
    GraphFamilies.Cycle(5), GraphFamilies.Petersen(), IcosahedronComplement(), GraphFamilies.Paley(13), GraphFamilies.Paley(17), GraphFamilies.Paley(29),
];

// 2. The families, from cheap to dear. Level 0 of K is Schrijver's ϑ′.
(string Name, Approximation Family, IConicSolver Solver)[] columns =
[
    ("C(2)", Approximation.DeKlerkPasechnik(2), simplex),
    ("C(4)", Approximation.DeKlerkPasechnik(4), simplex),
    ("K(0)", Approximation.Parrilo(0), interiorPoint),
    ("K(1)", Approximation.Parrilo(1), interiorPoint),
    ("Q(2)", Approximation.PenaVeraZuluaga(2), interiorPoint),
];
Console.WriteLine($"{"graph",-26}{"α",3}" + string.Concat(columns.Select(column => $"{column.Name,18}")));
foreach (Graph graph in graphs)
{
    var problem = new StableSetProblem(graph);
    var line = "";
    int alpha = 0;
    foreach (var (name, family, solver) in columns)
    {
        // The linear levels are solved with one row an orbit too, but C(4) of 29 vertices is left out: it is far from α anyway.
        if (name == "C(4)" && graph.VertexCount > 13)
        {
            line += $"{"",18}";
            continue;
        }
        var watch = Stopwatch.StartNew();
        StabilityResult result = problem.Solve(solver, family);
        alpha = Math.Max(alpha, result.Lower);
        string bound = result.Bound >= graph.VertexCount ? "–" : $"{result.Bound:F4}";
        line += $"{bound,9} {watch.Elapsed.TotalSeconds,6:F2} s";
    }
    Console.WriteLine($"{graph.Name,-26}{alpha,3}{line}");
}

// 3. A bound below α + 1 settles the matter, for α is an integer: K(1) does for all but the icosahedron's complement, where its bound stays at ϑ′, and the graph on
//    17 vertices needs no more than 3.24. The linear hierarchy pays for its simplicity.

static Graph IcosahedronComplement()
{
    // Two poles, 0 and 11, over an upper and a lower pentagon that are joined in a zigzag.
    var edges = new List<(int, int)>();
    for (int k = 0; k < 5; k++)
    {
        int up = 1 + k, nextUp = 1 + (k + 1) % 5, down = 6 + k, nextDown = 6 + (k + 1) % 5;
        edges.AddRange([(0, up), (11, down), (up, nextUp), (down, nextDown), (up, down), (up, nextDown)]);
    }
    return new Graph(12, edges, "icosahedron").Complement();
}
