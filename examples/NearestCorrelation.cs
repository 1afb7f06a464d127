#:project ../src/Certification/Certification.csproj
#:project ../src/Solvers.Admm/Solvers.Admm.csproj

// The nearest correlation matrix, day after day
// ---------------------------------------------
// Correlations that are estimated pair by pair need not form a positive semidefinite matrix. The repair (Higham 2002) is the projection
//
//     minimise ½‖X − G‖²   subject to   X ⪰ 0,  X_ii = 1,
//
// a quadratic objective over the semidefinite cone. Tomorrow's estimates differ little from today's, and so do the answers: a solve that
// starts from the last result needs fewer iterations than one from nothing.

using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Solvers.Admm;

const int n = 30, days = 4;
var random = new Random(7);
double[,] estimate = Estimate(random);
var solver = new AdmmSolver();
SolveResult? yesterday = null;

Console.WriteLine("day   iterations cold   warm   certified value");
for (int day = 1; day <= days; day++)
{
    ConicModel model = Repair(estimate);
    SolveResult cold = model.Solve(solver);

    // The point, the dual and how they were split among rewritten cones, for a program of the same shape.
    SolveResult warm = yesterday is null ? cold : model.Solve(solver, options: new SolveOptions { WarmStart = yesterday.ToWarmStart() });
    CertifiedInterval value = warm.Certify();
    Console.WriteLine($"{day}     {cold.Iterations,15}   {warm.Iterations,4}   [{value.Lower:F7}, {value.Upper:F7}]");

    yesterday = warm;
    Disturb(estimate, random, size: 1e-3);
}

static ConicModel Repair(double[,] g)
{
    var model = new ConicModel("nearest correlation matrix");
    Variable x = model.AddSymmetric("X", n).In(Cone.PositiveSemidefinite);
    for (int i = 0; i < n; i++) model.Add(x[i, i] == 1);
    model.Minimize(0.5 * (x - g).SumOfSquares());
    return model;
}

// Correlations of three common factors, each pair with an error of its own.
static double[,] Estimate(Random random)
{
    var loadings = new double[n, 3];
    for (int i = 0; i < n; i++)
        for (int k = 0; k < 3; k++)
            loadings[i, k] = random.NextDouble() - 0.3;
    var g = new double[n, n];
    for (int i = 0; i < n; i++)
    {
        for (int j = 0; j <= i; j++)
        {
            double product = Inner(i, j) / Math.Sqrt(Inner(i, i) * Inner(j, j));
            g[i, j] = g[j, i] = i == j ? 1 : Math.Clamp(product + 0.3 * (random.NextDouble() - 0.5), -1, 1);
        }
    }
    return g;

    double Inner(int i, int j) => loadings[i, 0] * loadings[j, 0] + loadings[i, 1] * loadings[j, 1] + loadings[i, 2] * loadings[j, 2];
}

static void Disturb(double[,] g, Random random, double size)
{
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++)
            g[i, j] = g[j, i] = g[i, j] + size * (random.NextDouble() - 0.5);
}
