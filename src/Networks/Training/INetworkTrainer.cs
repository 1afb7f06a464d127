namespace Copositive.Networks;

/// <summary>An algorithm for min ½‖Σ_j (Xu_j)₊v_jᵀ − Y‖² + (β/2)Σ_j(‖u_j‖² + ‖v_j‖²) over networks of any width. Implementations are thread-safe.</summary>
public interface INetworkTrainer
{
    /// <summary>Trains a network.</summary>
    /// <param name="data">Samples X and targets Y.</param>
    /// <param name="beta">β &gt; 0, the weight decay.</param>
    /// <param name="options">Tolerance and limits; null for the defaults.</param>
    /// <param name="progress">Told after every iteration.</param>
    /// <param name="cancellationToken">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The best network found with rigorous bounds of the optimum, also where a limit ended the training.</returns>
    /// <exception cref="ArgumentException">β is not positive and finite, or an option is out of range.</exception>
    TrainingResult Train(TrainingData data, double beta, TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default);
}
