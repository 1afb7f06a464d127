namespace Copositive.Modeling;

/// <summary>Which way a family approximates the copositive cone; for the completely positive cone it is the other way round.</summary>
public enum ApproximationSide
{
    /// <summary>From within: every matrix accepted is copositive. Outer for the completely positive cone.</summary>
    Inner,

    /// <summary>From without: every copositive matrix is accepted. Inner for the completely positive cone.</summary>
    Outer,
}
