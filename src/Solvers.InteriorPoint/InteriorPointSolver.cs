using Copositive.Modeling;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// A primal–dual interior-point solver for linear and convex quadratic objectives over the zero, nonnegative, second-order and positive
/// semidefinite cones: accurate solutions of small and medium programs in a few dozen Newton steps.
/// </summary>
/// <remarks>
/// <para>
/// A path-following method on the homogeneous embedding (Andersen and Ye 1999; with the quadratic objective, Goulart and Chen, "Clarabel",
/// 2024) with Mehrotra's corrector (1992); Nesterov–Todd scaling of vector cones, HKM directions for matrices (Helmberg, Rendl,
/// Vanderbei and Wolkowicz 1996; Kojima, Shindoh and Hara 1997; Monteiro 1997) and, where those end short of the tolerance, Nesterov–Todd
/// directions for them too. The Schur matrix is formed by the formulas of Fujisawa, Kojima and Nakata (1997).
/// </para>
/// <para>
/// "Optimal" is claimed only when the six errors, recomputed on the program as given, meet the tolerance; "infeasible" and "unbounded" only
/// with a ray that was polished and verified on the program as given. Keeps no state between calls; safe for concurrent use. Results
/// depend on the number of threads by rounding only, and for a given number are equal bit for bit from run to run on one machine, as long
/// as no time limit passes.
/// </para>
/// <para>
/// A solve keeps a symmetric matrix of the order of the columns, dense or, where few pairs of columns meet in a cone, its sparse factor,
/// and some eight matrices for each semidefinite block. <see cref="InteriorPointOptions.MemoryLimit"/> bounds both.
/// </para>
/// </remarks>
public sealed class InteriorPointSolver : IConicSolver
{
    private readonly InteriorPointOptions _options;
    private readonly ILogger _logger;

    /// <summary>A solver with the given settings.</summary>
    /// <param name="options">The settings, which are copied; null for the defaults.</param>
    /// <param name="logger">Receives the start and end of every solve (Debug) and its steps (Trace); null for none.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public InteriorPointSolver(InteriorPointOptions? options = null, ILogger<InteriorPointSolver>? logger = null)
    {
        _options = options?.Copy() ?? new InteriorPointOptions();
        _logger = logger ?? NullLogger<InteriorPointSolver>.Instance;
        ValidateOptionsResult result = new InteriorPointOptionsValidator().Validate(null, _options);
        if (result.Failed) throw new ArgumentException(result.FailureMessage, nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "ipm";

    /// <inheritdoc/>
    public SolverCapabilities Capabilities { get; } = new()
    {
        Cones = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite],
        QuadraticObjective = true,
        WorkGrowsWithColumns = true,
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range, or a warm start's length is wrong.</exception>
    /// <exception cref="UnsupportedProgramException">
    /// The program is outside the capabilities, or its linear system needs more memory than <see cref="InteriorPointOptions.MemoryLimit"/>.
    /// </exception>
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
        return UnboundednessProof.Solve(program, options, options.TimeLimit ?? _options.TimeLimit, Run);

        ConicSolution Run(ConicProgram given, SolveOptions current)
        {
            using var run = new InteriorPointRun(given, _options, current, _logger, progress, cancellationToken);
            return run.Solve();
        }
    }
}
