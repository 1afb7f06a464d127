using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The Newton steps among the iterations: when one is due, the direction, and what becomes of its candidate. Polyhedral programs take them
/// from a factorisation of the whole program, others by GMRES on the map.
/// </summary>
internal sealed class NewtonIteration
{
    private readonly AdmmOptions _options;
    private readonly ILogger _logger;
    private readonly WorkerTeam? _team;
    private readonly bool _isDirect;
    private readonly NewtonSchedule _schedule;
    private ScaledProgram _scaled;
    private NewtonTrial _trial = new(0);
    private Gmres? _gmres;
    private ActiveSetStep? _activeSet;

    public NewtonIteration(ScaledProgram scaled, AdmmOptions options, ILogger logger, WorkerTeam? team)
    {
        _scaled = scaled;
        _options = options;
        _logger = logger;
        _team = team;
        _isDirect = ActiveSetStep.Serves(scaled.Source);
        _schedule = _isDirect ? NewtonSchedule.ForDirectSteps() : NewtonSchedule.ForKrylovSteps();
    }

    /// <summary>Whether the state to be evaluated next is a candidate.</summary>
    public bool IsPending => _trial.IsOpen;

    /// <summary>Candidates that reduced the residual.</summary>
    public int Accepted => _schedule.Accepted;

    /// <summary>Products with the map's derivative.</summary>
    public int KrylovSteps { get; private set; }

    /// <summary>Prepares for a map of another program, penalty form or length of states.</summary>
    public void Restart(ScaledProgram scaled)
    {
        _scaled = scaled;
        _activeSet = null;
        _trial.Close();
    }

    /// <summary>Prepares for states of another length.</summary>
    public void Resize(int dimension)
    {
        _gmres = null;
        _trial = new NewtonTrial(dimension);
    }

    /// <summary>Says that the iteration starts near a solution.</summary>
    public void StartWarm() => _schedule.StartWarm();

    public bool IsDue(int iteration) => _options.Newton && _schedule.IsDue(iteration);

    /// <summary>Whether the map's derivative may be asked for after the next evaluation.</summary>
    public bool UsesDerivative(int iteration) => _options.Newton && !_isDirect && (_trial.IsOpen || _schedule.IsDue(iteration));

    /// <summary>Judges the pending candidate by its residual.</summary>
    public NewtonVerdict Judge(double residual, int iteration)
    {
        NewtonVerdict verdict = _trial.Judge(residual);
        if (verdict == NewtonVerdict.Accept) _schedule.Accept();
        else if (verdict is NewtonVerdict.Keep or NewtonVerdict.Reject) _schedule.Postpone(iteration);
        return verdict;
    }

    /// <summary>Makes the next state of a trial that goes on.</summary>
    /// <returns>Whether there is one; the trial is given up otherwise.</returns>
    public bool TryAdjust(NewtonVerdict verdict, int iteration, ReadOnlySpan<double> residual, Span<double> state)
    {
        if (verdict == NewtonVerdict.Relax)
        {
            TensorPrimitives.MultiplyAdd(residual, _options.OverRelaxation, state, state);
            return true;
        }
        if (verdict != NewtonVerdict.Damp) return false;
        _gmres!.Shift(_trial.Mu, state);
        TensorPrimitives.Add(_trial.Base, state, state);
        if (IsFinite(state)) return true;
        _trial.Close();
        _schedule.Postpone(iteration);
        return false;
    }

    /// <summary>Opens a trial.</summary>
    /// <param name="map">The map, evaluated at the state.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="state">The state.</param>
    /// <param name="residual">Its residual.</param>
    /// <param name="candidate">Receives the candidate.</param>
    /// <returns>Whether there is a candidate; steps are put off otherwise.</returns>
    public bool TryPropose(SplittingMap map, int iteration, ReadOnlySpan<double> state, ReadOnlySpan<double> residual, Span<double> candidate)
    {
        double norm = EuclideanNorm.Of(residual), mu = 0;
        bool isUsable;
        if (_isDirect)
        {
            _activeSet ??= new ActiveSetStep(_scaled);
            _activeSet.Solve(map, candidate);
            isUsable = true;
        }
        else
        {
            mu = Math.Min(1, 0.1 * Math.Sqrt(norm));
            isUsable = TrySolve(map, iteration, mu, residual, candidate);
            if (isUsable) TensorPrimitives.Add(state, candidate, candidate);
        }
        if (isUsable && IsFinite(candidate))
        {
            _trial.Open(state, norm, mu, canAdapt: !_isDirect);
            return true;
        }
        _schedule.Postpone(iteration);
        return false;
    }

    private bool TrySolve(SplittingMap map, int iteration, double mu, ReadOnlySpan<double> residual, Span<double> direction)
    {
        const double forcing = 0.1, usable = 0.7;
        _gmres ??= new Gmres(map.Dimension, _options.KrylovLimit, _team);
        double relative = _gmres.Solve(map, mu, residual, forcing, direction);
        KrylovSteps += _gmres.Steps;
        AdmmLog.Directed(_logger, iteration, _gmres.Steps, relative);
        return relative < usable;
    }

    private static bool IsFinite(ReadOnlySpan<double> v) => double.IsFinite(EuclideanNorm.Of(v));
}
