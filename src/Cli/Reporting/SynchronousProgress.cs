namespace Copositive.Cli;

/// <summary>Reports progress on the thread that does the work, so that nothing arrives late.</summary>
/// <typeparam name="T">What is reported.</typeparam>
/// <param name="report">Receives each report.</param>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
