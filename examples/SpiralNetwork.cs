#:project ../src/Networks/Networks.csproj

// A neural network that is certainly the best one
// -----------------------------------------------
// Training a network with one hidden layer,
//
//     p* = min over u_j, v_j:  ½‖Σ_j (X u_j)₊ v_jᵀ − Y‖² + (β/2) Σ_j (‖u_j‖² + ‖v_j‖²),
//
// is not convex, and gradient descent stops somewhere without a word about how good that place is. But the problem has a dual,
//
//     d* = max over Z:  ⟨Z, Y⟩ − ½‖Z‖²   subject to   ‖Zᵀ(Xu)₊‖ ≤ β for every u with ‖u‖ ≤ 1,
//
// and *every* feasible Z bounds *every* network from below, whatever its width. Here is why, in one line: for a network with
// ‖u_j‖ ≤ 1 (scale the rest into v_j) and residual R = Y − F,
//     ½‖R‖² + β Σ‖v_j‖ ≥ ⟨Z, R⟩ − ½‖Z‖² + Σ ⟨Zᵀ(Xu_j)₊, v_j⟩ = ⟨Z, Y⟩ − ½‖Z‖².

using Copositive.Networks;

const double beta = 0.1;

// 1. Three spirals in the plane, 20 points each; the targets are the unit vectors of the classes.
TrainingData data = SpiralData.Generate(classes: 3, perClass: 20, seed: 0);

// 2. Column generation: keep a few neurons, solve for their output weights, look for a direction u that the residual Z says is worth
//    having, add it, repeat. When no direction is left, Z is feasible for the dual and the two values meet.
TrainingResult result = new ColumnGeneration().Train(data, beta, new TrainingOptions { RelativeGap = 1e-8 });
foreach (TrainingProgress step in result.History)
    Console.WriteLine($"iteration {step.Iteration}:  {step.Lower,18:F12} ≤ p* ≤ {step.Upper,18:F12}   {step.Atoms} candidate neurons");

// 3. The certificate. μ is a proved bound of ‖Zᵀ(Xu)₊‖ over *all* directions u, found by branch and bound in rigorous arithmetic;
//    sZ with |s|μ ≤ β is then exactly feasible for the dual.
Console.WriteLine();
Console.WriteLine($"a network of {result.Neurons} neurons has the objective  {result.Upper:R}  or less");
Console.WriteLine($"no network whatever has one below              {result.Lower:R}");
Console.WriteLine($"relative gap {result.Gap:E1}; s μ = {result.Scale * result.Mu:R} ≤ β = {beta}");

// 4. Do not believe the program: recompute both sides from the numbers it hands over.
double objective = result.Network.Objective(data, beta);
(double inner, double square) = (0, 0);
for (int i = 0; i < data.Samples; i++)
{
    for (int k = 0; k < data.Outputs; k++)
    {
        double z = result.Scale * result.Z[i, k];
        inner += z * data.Target(i)[k];
        square += z * z;
    }
}
Console.WriteLine($"recomputed in plain floating point: {inner - 0.5 * square:F12} and {objective:F12}");

// 5. And the constraint of the dual, at ten thousand directions of the circle: the largest value never exceeds β.
double largest = 0;
for (int k = 0; k < 10_000; k++)
{
    (double sine, double cosine) = Math.SinCos(2 * Math.PI * k / 10_000);
    var g = new double[data.Outputs];
    for (int i = 0; i < data.Samples; i++)
    {
        double activation = Math.Max(0, data.Input(i)[0] * cosine + data.Input(i)[1] * sine);
        for (int q = 0; q < g.Length; q++) g[q] += activation * result.Scale * result.Z[i, q];
    }
    largest = Math.Max(largest, Math.Sqrt(g.Sum(value => value * value)));
}
Console.WriteLine($"largest ‖sZᵀ(Xu)₊‖ over 10 000 directions: {largest:F10} ≤ {beta}");
