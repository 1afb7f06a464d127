using Copositive.Modeling;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.LowRank;

/// <summary>
/// Solves programs of semidefinite matrices of which only the diagonal is constrained, as in bounds on cuts: min c'x with
/// B − Diag(a ∘ x) ⪰ 0, and its dual min ⟨B, Z⟩ with Z_ii = d_i, Z ⪰ 0. All others are refused.
/// </summary>
/// <remarks>
/// Z = VV' with few columns (Burer and Monteiro 2003): sweeps of exact minimisation over one row at a time (Wang, Chang and Kolter 2017),
/// then a Riemannian trust-region method (Absil, Baker and Gallivan 2007) at the rank that the sweeps leave. x follows from the stationary
/// point, and a Cholesky factorisation proves it feasible; where that fails, the stationary point is a saddle, and the eigenvectors of
/// negative eigenvalues lead on (Boumal, Voroninski and Bandeira 2016). Keeps no state between calls; safe for concurrent use; deterministic.
/// </remarks>
public sealed class LowRankSolver : IConicSolver
{
    private readonly LowRankOptions _options;
    private readonly ILogger _logger;

    /// <summary>A solver with the given settings.</summary>
    /// <param name="options">The settings, which are copied; null for the defaults.</param>
    /// <param name="logger">Receives the course of every solve (Debug); null for none.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public LowRankSolver(LowRankOptions? options = null, ILogger<LowRankSolver>? logger = null)
    {
        _options = options?.Copy() ?? new LowRankOptions();
        _logger = logger ?? NullLogger<LowRankSolver>.Instance;
        ValidateOptionsResult result = new LowRankOptionsValidator().Validate(null, _options);
        if (result.Failed) throw new ArgumentException(result.FailureMessage, nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "lowrank";

    /// <inheritdoc/>
    public SolverCapabilities Capabilities { get; } = new()
    {
        Cones = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.PositiveSemidefinite],
        WorkGrowsWithColumns = true,
    };

    /// <summary>Whether the solver takes a program.</summary>
    public static bool Takes(ConicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return DiagonalProgram.Of(program) is not null;
    }

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
        options.WarmStart.RequireFor(program);
        cancellationToken.ThrowIfCancellationRequested();
        DiagonalProgram diagonal = DiagonalProgram.Of(program) ?? throw new UnsupportedProgramException(
            $"'{program.Name}' is not a program over semidefinite blocks in which every column moves one diagonal entry of its own, with a weight −c/a above 0; "
            + "only such programs are taken by lowrank. Use auto, ipm or admm.");
        return new LowRankRun(program, diagonal, _options, options, _logger, progress, cancellationToken).Solve();
    }
}
