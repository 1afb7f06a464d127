namespace Copositive.Benchmarks.Solvers;

/// <summary>Which bound of the stability number a graph stands for.</summary>
internal enum BoundKind
{
    /// <summary>Lovász's ϑ.</summary>
    Theta,

    /// <summary>Schrijver's ϑ′.</summary>
    ThetaPrime,
}
