#:project ../src/Certification/Certification.csproj
#:project ../src/Solvers.Admm/Solvers.Admm.csproj
#:project ../src/Solvers.OrTools/Solvers.OrTools.csproj
#:package Microsoft.Extensions.DependencyInjection
#:package Microsoft.Extensions.Logging

// One model, two backends
// -----------------------
// A model knows no solver. Solvers are services under a key, so that the same program is solved by whichever one the composition
// root of an application chose, and a class that needs one asks for IConicSolver and nothing else.

using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.OrTools;
using Microsoft.Extensions.DependencyInjection;

// 1. The composition root: a simplex method, a splitting method, and the same splitting method asked for less accuracy.
using ServiceProvider services = new ServiceCollection()
    .AddGlop("simplex")
    .AddAdmm("splitting")
    .AddAdmm("rough", options => options.Tolerance = 1e-3)
    .BuildServiceProvider();

// 2. The model: a diet. Cover the daily need of two nutrients at the least cost; x counts the portions of three foods.
double[] cost = [2.0, 3.5, 8.0];
double[,] nutrients = { { 4, 6, 15 }, { 2, 8, 1 } };
double[] need = [60, 60];

var model = new ConicModel("diet");
var x = model.AddVector("x", 3);
var enough = model.Add("enough", nutrients * x >= need);
model.Add("portions", x >= new double[3]);
model.Add("stomach", x.Sum() <= 20);
model.Minimize(x.Dot(cost));

// 3. The same three lines for every backend. The multipliers are the prices of the nutrients: what one unit more of the need would cost.
foreach (string key in new[] { "simplex", "splitting", "rough" })
{
    var solver = services.GetRequiredKeyedService<IConicSolver>(key);
    SolveResult result = model.Solve(solver);
    CertifiedInterval bounds = result.Certify();
    string prices = string.Join(", ", result.Dual(enough).Select(price => price.ToString("F4")));
    Console.WriteLine($"{key,-10} {solver.Name,-5} cost {result.PrimalObjective:F6}   prices {prices}");
    Console.WriteLine($"           certified: {bounds.Lower:R} ≤ optimum ≤ {bounds.Upper:R}");
}

// 4. The rough solve is as trustworthy as the others: certification repairs what it can of a point and a dual, and the interval it
//    returns is certain however little the solver was asked for.
