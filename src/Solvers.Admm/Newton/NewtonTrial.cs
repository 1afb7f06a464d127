namespace Copositive.Solvers.Admm;

/// <summary>
/// The life of a Newton candidate, from its base point to a verdict on it. The residual of a candidate is often larger than its base's where
/// some eigenvalues or bounds change sides, and a few relaxed steps then reduce it far below; where the whole step is too long, a larger
/// μ in ((1 + μ)I − T′)d = F shortens it along the flat directions first, at the price of one projection, because a Krylov space serves
/// every shift.
/// </summary>
internal sealed class NewtonTrial
{
    private const double Acceptance = 0.9, Retention = 0.95, RelaxableGrowth = 4, DampingGrowth = 10;
    private const int RelaxationLimit = 3, DampingLimit = 2;

    private readonly double[] _base;
    private double _reference;
    private int _relaxations, _dampings;
    private bool _canAdapt;

    public NewtonTrial(int dimension) => _base = new double[dimension];

    /// <summary>Whether a candidate awaits its verdict.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The state that the candidate started from.</summary>
    public ReadOnlySpan<double> Base => _base;

    /// <summary>μ.</summary>
    public double Mu { get; private set; }

    /// <summary>Opens a trial.</summary>
    /// <param name="state">The base.</param>
    /// <param name="residual">The norm of its residual.</param>
    /// <param name="mu">μ.</param>
    /// <param name="canAdapt">Whether the candidate may be relaxed and damped.</param>
    public void Open(ReadOnlySpan<double> state, double residual, double mu, bool canAdapt)
    {
        state.CopyTo(_base);
        _reference = residual;
        Mu = mu;
        _canAdapt = canAdapt;
        _relaxations = _dampings = 0;
        IsOpen = true;
    }

    /// <summary>Judges the candidate by the norm of its residual; every verdict but relaxing and damping closes the trial.</summary>
    public NewtonVerdict Judge(double residual)
    {
        if (residual <= Retention * _reference)
        {
            IsOpen = false;
            return residual <= Acceptance * _reference ? NewtonVerdict.Accept : NewtonVerdict.Keep;
        }
        if (_canAdapt && residual <= RelaxableGrowth * _reference && _relaxations < RelaxationLimit)
        {
            _relaxations++;
            return NewtonVerdict.Relax;
        }
        if (_canAdapt && _dampings < DampingLimit)
        {
            _relaxations = 0;
            _dampings++;
            Mu = Math.Min(1, DampingGrowth * Mu);
            return NewtonVerdict.Damp;
        }
        IsOpen = false;
        return NewtonVerdict.Reject;
    }

    /// <summary>Gives the candidate up.</summary>
    public void Close() => IsOpen = false;
}
