namespace Copositive.Cli.Stability;

/// <summary>What <c>copositive stability</c> found.</summary>
/// <param name="Graph">The graph in a few words.</param>
/// <param name="Lower">The size of the witness.</param>
/// <param name="Upper">The certified upper bound, an integer.</param>
/// <param name="Bound">The certified upper bound before rounding down.</param>
/// <param name="Witness">A stable set or clique, numbered as in the file.</param>
/// <param name="Level">The level of the hierarchy.</param>
/// <param name="IsDecided">Whether what was asked for was reached.</param>
/// <param name="Seconds">The whole time.</param>
internal sealed record StabilityAnswer(
    string Graph, int Lower, int Upper, double Bound, IReadOnlyList<int> Witness, int Level, bool IsDecided, double Seconds);
