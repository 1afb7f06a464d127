using System.Diagnostics;

namespace Copositive.Certification;

/// <summary>The options of one certification and its clock.</summary>
internal sealed class SearchBudget
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public SearchBudget(CertificationOptions options)
    {
        options.Validate();
        Options = options;
    }

    /// <summary>The options.</summary>
    public CertificationOptions Options { get; }

    /// <summary>Whether another step of a search may be taken.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Allows()
    {
        Options.CancellationToken.ThrowIfCancellationRequested();
        return Options.TimeLimit is not { } limit || _watch.Elapsed <= limit;
    }

    /// <summary>Whether a value is as near to an estimate as the options ask for.</summary>
    public bool IsSharp(double shortfall, double estimate) => shortfall <= Options.Sharpness * (1 + Math.Abs(estimate));
}
