using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>What the x-step does of a program, and how: the division of its rows and the method that fits it best.</summary>
/// <remarks>
/// H joins two columns that stand together in a projected row, or in P. Bounds on columns that it joins to no other and that no equality
/// meets are clamped. Other bounds are taken by active sets where few rows, besides those with one entry, remain; where factoring for
/// every new active set would cost more than projecting does, they are projected. Where a column's part of H would be 0 without its bound,
/// the bound is projected. A program without semidefinite and second-order cones is projected as a whole: there Newton steps on all rows at
/// once do better.
/// </remarks>
internal sealed class AffinePart
{
    /// <summary>Forming A'A from more products than this costs more than any saving.</summary>
    private const long ProductLimit = 400_000_000;

    private AffinePart(ProgramPartition partition, IAffineStep step, double proximalWeight)
    {
        Partition = partition;
        Step = step;
        ProximalWeight = proximalWeight;
    }

    public ProgramPartition Partition { get; }

    public IAffineStep Step { get; }

    /// <summary>σ₀; 0 where H is regular without it, and then x is no part of the state.</summary>
    public double ProximalWeight { get; }

    /// <summary>Divides a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="proximalWeight">σ₀ where one is needed.</param>
    /// <param name="isExact">Whether the x-step may take equalities and bounds.</param>
    /// <param name="team">The threads that share the work; null for the calling one.</param>
    public static AffinePart Create(ScaledProgram program, double proximalWeight, bool isExact, WorkerTeam? team = null)
    {
        ColumnBounds bounds = ColumnBounds.Find(program, out int[] boundedColumn);
        var structure = new ColumnStructure(program, boundedColumn);
        if (!isExact || IsPolyhedral(program.Source))
        {
            var whole = new ProgramPartition(program, new ColumnBounds(program.Columns), boundedColumn, takesEqualities: false);
            return new AffinePart(whole, Linear(whole, proximalWeight, team), proximalWeight);
        }
        for (int j = 0; j < program.Columns; j++)
        {
            if (bounds.Has(j) && (!bounds.IsConsistent(j) || !structure.IsPositive(j))) Release(j);
        }
        int rows = structure.Equalities + structure.JoiningRows;
        bool isSchur = rows > 0 && structure.AllowsSchur && (structure.Equalities > 0 || structure.HasJoinedBounds(bounds) || 4 * rows < program.Columns)
            && (structure.JoiningRows == 0 || rows <= program.Columns);
        if (!isSchur || !IsCheap(rows, program.Source))
        {
            for (int j = 0; j < program.Columns; j++)
            {
                if (bounds.Has(j) && !structure.IsSeparate(j)) Release(j);
            }
        }
        var partition = new ProgramPartition(program, bounds, boundedColumn, takesEqualities: true);
        bool hasBounds = structure.HasBounds(bounds);
        ColumnDiagonal diagonal = structure.Diagonal();
        if (isSchur)
        {
            SparseMatrix matrix = structure.SchurRows();
            if (NormalMatrix.Products(matrix) <= ProductLimit)
                return new AffinePart(partition, new SchurStep(matrix, partition.EqualityB, diagonal, hasBounds ? bounds : null, team), 0);
        }
        IAffineStep step = Linear(partition, 0, team);
        step.Refactor(1);
        double weight = 0;
        if (step is NormalStep { IsWeak: true })
        {
            weight = proximalWeight;
            step = Linear(partition, weight, team);
        }
        if (hasBounds) step = new ClampedStep(step, bounds, diagonal);
        return new AffinePart(partition, step, weight);

        void Release(int j)
        {
            bounds.Remove(j);
            structure.Project(j);
        }
    }

    private static bool IsPolyhedral(ConicProgram program)
    {
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind is not (ConeKind.Zero or ConeKind.Nonnegative)) return false;
        }
        return true;
    }

    /// <summary>Whether a dense factorisation of this order costs no more than a few projections.</summary>
    private static bool IsCheap(int order, ConicProgram program)
    {
        const double ratio = 60, smallOrder = 64;
        double projection = 0;
        foreach (ConeBlock block in program.Blocks) projection += Math.Pow(block.Order, 3);
        return order <= smallOrder || Math.Pow(order, 3) <= ratio * projection;
    }

    /// <summary>The cheaper of the normal equations, which take no equalities, and the KKT matrix.</summary>
    private static IAffineStep Linear(ProgramPartition partition, double proximalWeight, WorkerTeam? team)
    {
        SparseMatrix a = partition.A;
        SparseMatrix? p = partition.Program.P;
        bool isNormal = partition.EqualityB.Length == 0;
        if (!isNormal || NormalMatrix.Products(a.Transpose()) > ProductLimit) return Kkt();
        var normal = new NormalStep(a, p, proximalWeight, team);
        if (a.Columns <= 32) return normal;
        // A refined KKT solve passes through the factor twice and through the matrix once.
        double normalCost = 2.0 * normal.SolveCost + a.NonzeroCount, leastKktCost = 4.0 * (a.NonzeroCount + a.Rows + a.Columns);
        if (normalCost <= 2 * leastKktCost) return normal;
        KktStep kkt = Kkt();
        return 4.0 * kkt.FactorNonzeros + leastKktCost < normalCost ? kkt : normal;

        KktStep Kkt() => new(a, partition.EqualityA, partition.EqualityB, p, proximalWeight, team);
    }
}
