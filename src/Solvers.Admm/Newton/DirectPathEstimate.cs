using Copositive.Modeling;
using Copositive.Solvers.Common;
using Copositive.Solvers.InteriorPoint;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Whether an interior-point path is the shorter way: its steps, which form and factor a matrix of the order of the columns, against the
/// projections of ADMM. In nanoseconds, measured on orders 10 to 250; only their ratio matters.
/// </summary>
internal sealed class DirectPathEstimate
{
    /// <summary>
    /// About what a path takes, and what ADMM takes where hardly two columns meet in a row, as with stable sets, and where they do: there
    /// its iterations and second-order steps are together worth some hundreds of projections.
    /// </summary>
    private const int PathSteps = 14, DisjointIterations = 30, Iterations = 250;

    private const double DisjointPart = 0.1;

    /// <summary>Larger blocks are left to methods that need less than a dozen products of matrices a step.</summary>
    private const int LargestOrder = 300, LargestColumns = 2500;

    private readonly double _step, _admm;
    private readonly bool _serves;
    private readonly ConicProgram _program;

    public DirectPathEstimate(ScaledProgram program)
    {
        _program = program.Source;
        double columns = program.Columns;
        _serves = program is { P: null, Columns: > 0 and <= LargestColumns };
        bool hasMatrix = false;
        _step = 0.008 * columns * columns * columns + 5 * columns * columns + 10 * program.A.NonzeroCount;
        double iteration = 3 * program.A.NonzeroCount;
        foreach (ConeBlock block in program.Source.Blocks)
        {
            double n = block.Order;
            _serves &= block.Cone.Kind is ConeKind.Nonnegative or ConeKind.PositiveSemidefinite && n <= LargestOrder;
            hasMatrix |= block.Cone.Kind == ConeKind.PositiveSemidefinite;
            _step += (0.3 * n + 20) * n * n + 3000;
            iteration += (0.4 * n + 20) * n * n;
        }
        _serves &= hasMatrix;
        _admm = (_serves && IsDisjoint(program) ? DisjointIterations : Iterations) * iteration;
    }

    /// <summary>Whether to follow the path.</summary>
    public bool FavoursPath => _serves && PathSteps * _step <= _admm && PathSteps * (_step + PathEstimate.ProductsOf(_program)) <= _admm;

    private static bool IsDisjoint(ScaledProgram program)
    {
        int rows = 0;
        for (int i = 0; i < program.Rows; i++)
        {
            if (program.A.RowStarts[i + 1] > program.A.RowStarts[i]) rows++;
        }
        return program.A.NonzeroCount - rows <= DisjointPart * program.A.NonzeroCount;
    }
}
