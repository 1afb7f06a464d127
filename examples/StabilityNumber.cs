#:project ../src/Copositivity/Copositivity.csproj
#:project ../src/Solvers.Admm/Solvers.Admm.csproj

// The stability number of the 5-cycle
// -----------------------------------
// How many corners of a pentagon can we choose with no two of them neighbours? Two, as anyone sees; a computer that does not want to
// try all subsets asks the completely positive cone (de Klerk and Pasechnik 2002):
//
//     α(G) = max ⟨E, X⟩   subject to   tr X = 1,   X_ij = 0 for every edge ij,   X completely positive.
//
// A stable set S gives the point X = χχᵀ/|S|, with ⟨E, X⟩ = |S|; the theorem says that nothing does better.

using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Solvers.Admm;

const int n = 5;
(int I, int J)[] edges = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)];

// 1. The primal problem, as on the blackboard.
var model = new ConicModel("stability number of C5");
var x = model.AddSymmetric("X", n).In(Cone.CompletelyPositive);
var trace = model.Add("trace", x.Trace() == 1);
var nonAdjacent = edges.Select(edge => model.Add($"edge {edge.I}-{edge.J}", x[edge.I, edge.J] == 0)).ToArray();
model.Maximize(x.Sum());

// 2. No algorithm handles the completely positive cone itself. Parrilo's level 0 replaces it by the larger doubly nonnegative cone,
//    X ⪰ 0 and X ≥ 0. More points are allowed, so the maximum can only grow: the answer bounds α from above.
var result = model.Solve(new AdmmSolver(), Approximation.Parrilo(level: 0));
Console.WriteLine($"primal value    {result.PrimalObjective:F8}    (√5 = {Math.Sqrt(5):F8}: Schrijver's bound)");

// 3. The dual problem prices the constraints. With the price μ of "trace" and ν_ij of the edges,
//
//     min μ   subject to   M = μI + Σ ν_ij E_ij − E copositive,       E_ij the matrix with ½ at (i, j) and (j, i):
//
//    copositive means uᵀMu ≥ 0 for all u ≥ 0. Put in u = χ_S of any stable set S: the edges contribute nothing, and what is
//    left is μ|S| − |S|² ≥ 0, that is |S| ≤ μ. That is the whole proof that μ bounds α, and μ is the multiplier of "trace".
Console.WriteLine($"dual value      {result.DualObjective:F8}");
Console.WriteLine($"price of trace  {result.Dual(trace)[0]:F6}    is the bound itself");
foreach (var constraint in nonAdjacent)
    Console.WriteLine($"price of {constraint.Name}  {result.Dual(constraint)[0]:F6}    by symmetry the same for all");

// 4. The solver computes in floating point and stops early, so its values are estimates. The certificate moves its dual point to one
//    that is feasible in exact arithmetic and rounds in the safe direction.
var certified = result.Certify();
Console.WriteLine($"certified       α ≤ {certified.Upper:R}, and so α ≤ {Math.Floor(certified.Upper!.Value)} because α is an integer");

// 5. The other side needs no theory: two corners that are not neighbours.
Console.WriteLine("witness         {0, 2} is stable, so α ≥ 2: the stability number is 2.");
