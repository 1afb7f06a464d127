namespace Copositive.Networks;

/// <summary>
/// Trains a network to certified global optimality by fully corrective column generation: the group lasso over the neurons found so far is solved
/// to the accuracy of doubles, neurons at which its residual violates the dual constraint are added, and when a fast search finds none, branch
/// and bound over all directions either proves optimality or finds them.
/// </summary>
/// <remarks>
/// <para>Let Z be the residual of the restricted problem, p its value and g = Σ‖v_j‖. If μ(Z) ≤ β(1+ε) then with δ = ε/(1+ε) the gap is at most
/// δβg + ½δ²‖Z‖²; for a relative gap τ the certificate therefore needs ε of about τp/(βg), and is asked for a share of it.</para>
/// <para>For rank ≤ 2 the fast search is exact (<c>AngularSweep</c>); otherwise it is local ascent from many starts (<c>AscentSearch</c>). Both bounds
/// of the result are rigorous whatever those searches and the restricted solver do.</para>
/// </remarks>
public sealed class ColumnGeneration : INetworkTrainer
{
    /// <inheritdoc/>
    public TrainingResult Train(TrainingData data, double beta, TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(beta > 0) || !double.IsFinite(beta)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "β must be positive and finite.");
        options ??= new TrainingOptions();
        options.Validate();
        return new ColumnGenerationRun(data, beta, options, progress, cancellationToken).Train();
    }
}
