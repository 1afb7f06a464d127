using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>Chooses the factorisation of the x-step that solves fastest, judged by the entries that a solve passes through.</summary>
internal static class ProximalSystem
{
    /// <summary>Forming A'A from more products than this costs more than any saving.</summary>
    private const long ProductLimit = 400_000_000;

    private const int DenseOrderLimit = 8_000;

    /// <summary>A dense triangular solve passes through an entry this much faster than a sparse one.</summary>
    private const double DenseSpeed = 6;

    public static IProximalSystem Create(ScaledProgram program, double proximalWeight, WorkerTeam? team = null)
    {
        SparseMatrix a = program.A, transpose = a.Transpose();
        int n = a.Columns;
        long products = NormalMatrix.Products(transpose);
        if (products > ProductLimit) return new KktSystem(transpose, program.P, proximalWeight);

        var normal = new ProximalMatrix(a, program.P, proximalWeight, team);
        double triangle = 0.5 * n * (n + 1.0), multiply = a.NonzeroCount;
        double denseCost = n <= DenseOrderLimit ? 2 * triangle / DenseSpeed + multiply : double.PositiveInfinity;
        if (n <= 32) return new DenseNormalSystem(a, normal, team);

        SparseNormalSystem? sparse = null;
        double sparseCost = double.PositiveInfinity;
        if (normal.Rows.Length < 0.25 * triangle)
        {
            sparse = new SparseNormalSystem(a, normal, team);
            sparseCost = 2.0 * sparse.FactorNonzeros + n + multiply;
        }
        double best = Math.Min(denseCost, sparseCost);
        double leastKktCost = 4.0 * (a.NonzeroCount + a.Rows + n);
        if (best > 2 * leastKktCost)
        {
            // A refined KKT solve passes through the factor twice and through the matrix once.
            var kkt = new KktSystem(transpose, program.P, proximalWeight);
            if (4.0 * kkt.FactorNonzeros + leastKktCost < best) return kkt;
        }
        return sparse is not null && sparseCost <= denseCost ? sparse : new DenseNormalSystem(a, normal, team);
    }
}
