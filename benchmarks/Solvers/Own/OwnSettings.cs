namespace Copositive.Benchmarks.Solvers;

/// <summary>Settings of the ADMM solver that differ from its defaults; null leaves one.</summary>
/// <param name="Penalty">The weight of the augmented Lagrangian at the start.</param>
/// <param name="AndersonMemory">The number of differences kept by the acceleration.</param>
internal sealed record OwnSettings(double? Penalty = null, int? AndersonMemory = null)
{
    /// <summary>Whether these are the defaults.</summary>
    public bool IsDefault => this is { Penalty: null, AndersonMemory: null };

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] parts =
        [
            .. Penalty is { } penalty ? [$"penalty {penalty:R}"] : Array.Empty<string>(),
            .. AndersonMemory is { } memory ? [$"memory {memory}"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "default" : string.Join(", ", parts);
    }
}
