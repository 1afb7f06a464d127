using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Anderson acceleration whose points are taken back where their residual grows too much. Where T is locally a translation, differences of
/// residuals are rounding errors and the extrapolation is arbitrarily long along the translation without reducing the residual; so a long
/// jump has to pay, and the longest one allowed doubles or quarters as jumps do.
/// </summary>
internal sealed class SafeguardedAcceleration(AdmmOptions options)
{
    private const double LongJump = 10, LeastJumpLimit = 10, Steady = 1 + 1e-6;

    private AndersonAcceleration? _anderson;
    private double _accepted = double.PositiveInfinity, _allowedGrowth, _jumpLimit = 100;
    private bool _isLongJump;

    /// <summary>Whether the state to be evaluated next is an extrapolation.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Prepares for states of another length.</summary>
    public void Resize(int dimension) =>
        _anderson = options.AndersonMemory > 0 && dimension > 0 ? new AndersonAcceleration(dimension, options.AndersonMemory) : null;

    /// <summary>Forgets the differences, which belong to another map or are too far away.</summary>
    public void Clear() => _anderson?.Clear();

    /// <summary>Accepts whatever residual comes next.</summary>
    public void Restart() => (IsPending, _accepted) = (false, double.PositiveInfinity);

    /// <summary>Whether the residual of a pending extrapolation is too large; the memory is then cleared.</summary>
    public bool Rejects(double residual)
    {
        if (!IsPending || residual <= _allowedGrowth * _accepted) return false;
        IsPending = false;
        Clear();
        if (_isLongJump) _jumpLimit = Math.Max(_jumpLimit / 4, LeastJumpLimit);
        return true;
    }

    /// <summary>Takes a state's residual as the one that the next extrapolation is compared with.</summary>
    public void Accept(double residual)
    {
        if (IsPending && _isLongJump) _jumpLimit *= 2;
        _accepted = residual;
        IsPending = false;
    }

    /// <summary>Takes in a relaxed step and the image that it leads to.</summary>
    public void Push(double[] step, double[] image) => _anderson?.Push(step, image);

    /// <summary>target ← the extrapolation; the image itself where there is none, and then false.</summary>
    public bool TryExtrapolate(double[] image, double[] target)
    {
        image.CopyTo(target, 0);
        if (_anderson is not { Count: >= 2 }) return false;
        if (_anderson.TryExtrapolate(target) && double.IsFinite(EuclideanNorm.Of(target))) return true;
        image.CopyTo(target, 0);
        return false;
    }

    /// <summary>The same for the next state, with its length limited and its residual to be judged.</summary>
    /// <param name="image">The relaxed image.</param>
    /// <param name="step">The relaxed step to it.</param>
    /// <param name="state">Receives the next state.</param>
    /// <param name="work">Overwritten.</param>
    public void Advance(double[] image, double[] step, double[] state, double[] work)
    {
        IsPending = TryExtrapolate(image, state);
        if (!IsPending) return;
        TensorPrimitives.Subtract(state, image, work);
        double jump = EuclideanNorm.Of(work), length = EuclideanNorm.Of(step);
        _isLongJump = jump > LongJump * length;
        _allowedGrowth = _isLongJump ? Steady : options.AndersonGrowth;
        if (_isLongJump && jump > _jumpLimit * length) TensorPrimitives.MultiplyAdd(work, _jumpLimit * length / jump, image, state);
    }
}
