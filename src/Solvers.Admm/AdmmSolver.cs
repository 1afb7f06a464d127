using Copositive.Modeling;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Admm;

/// <summary>
/// A first-order solver for linear and convex quadratic objectives over the zero, nonnegative, second-order and positive semidefinite
/// cones: over-relaxed ADMM on equilibrated data with Anderson acceleration and semismooth Newton steps on the fixed-point equation; where
/// that is slow, a scaling refined from the iterates and, on programs with few columns, an interior-point path; on small programs over
/// matrices and orthants, such a path before all that; for one large matrix of which only the diagonal varies, the method of multipliers.
/// </summary>
/// <remarks>
/// <para>
/// Sources: the splitting with a quadratic objective and rays from displacements, Stellato et al., "OSQP", 2020, and Garstka, Cannon and
/// Goulart, "COSMO", 2021; acceleration, Walker and Ni 2011; Newton steps, Xiao, Li, Wen and Zhang 2018; multipliers, Zhao, Sun and Toh 2010;
/// interior-point paths, see <see cref="InteriorPoint.InteriorPointSolver"/>.
/// </para>
/// <para>
/// "Optimal" is claimed only when the six errors, recomputed on the program as given, meet the tolerance; "infeasible" and "unbounded" only
/// with a ray that was polished and verified on the program as given. Keeps no state between calls; safe for concurrent use. Results
/// depend on the number of threads by rounding only, and for a given number are equal bit for bit from run to run on one machine, as long
/// as no time limit passes.
/// </para>
/// <para>
/// A solve keeps O(nnz(A) + Σ n_k²) numbers for the program and its cones, n_k being the orders of the matrix blocks, the factor of the
/// x-step, and vectors of the length of the state, which has at most one entry for a row and one for a column: twice
/// <see cref="AdmmOptions.AndersonMemory"/> of them for acceleration, and as much memory as half of <see cref="AdmmOptions.KrylovLimit"/>
/// for Newton steps, whose vectors are in single precision. Where an interior-point path is followed, it adds two matrices of the order of
/// the columns, at most 2500, and a dozen for each matrix block.
/// </para>
/// </remarks>
public sealed class AdmmSolver : IConicSolver
{
    private readonly AdmmOptions _options;
    private readonly ILogger _logger;

    /// <summary>A solver with the given settings.</summary>
    /// <param name="options">The settings, which are copied; null for the defaults.</param>
    /// <param name="logger">Receives the start and end of every solve (Debug) and its iterations (Trace); null for none.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public AdmmSolver(AdmmOptions? options = null, ILogger<AdmmSolver>? logger = null)
    {
        _options = options?.Copy() ?? new AdmmOptions();
        _logger = logger ?? NullLogger<AdmmSolver>.Instance;
        ValidateOptionsResult result = new AdmmOptionsValidator().Validate(null, _options);
        if (result.Failed) throw new ArgumentException(result.FailureMessage, nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "admm";

    /// <inheritdoc/>
    public SolverCapabilities Capabilities { get; } = new()
    {
        Cones = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite],
        QuadraticObjective = true,
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range, or a warm start's length is wrong.</exception>
    public ConicSolution Solve(
        ConicProgram program,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= SolveOptions.Default;
        options.Validate();
        CapabilityCheck.Require(program, Capabilities, Name);
        ConvexityCheck.Require(program);
        options.WarmStart.RequireFor(program);
        cancellationToken.ThrowIfCancellationRequested();
        return UnboundednessProof.Solve(
            program, options, options.TimeLimit ?? _options.TimeLimit, (given, current) => Run(given, current, progress, cancellationToken));
    }

    private ConicSolution Run(
        ConicProgram program, SolveOptions options, IProgress<SolverProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var run = new AdmmRun(program, _options, options, _logger, progress, cancellationToken);
            return run.Solve();
        }
        catch (OverflowException overflow)
        {
            return new ConicSolution
            {
                Termination = Termination.Failed,
                Message = $"The data are scaled so badly that a linear system left the range of numbers: {overflow.Message}",
            };
        }
    }
}
