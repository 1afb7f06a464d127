using Copositive.Certification;
using Copositive.Modeling;

namespace Copositive.Cli.Solving;

/// <summary>What <c>copositive solve</c> found.</summary>
/// <param name="Result">The rechecked result of the backend.</param>
/// <param name="Bounds">The certified bounds.</param>
/// <param name="Seconds">The whole time, reading and certification included.</param>
internal sealed record SolveAnswer(SolveResult Result, CertifiedInterval Bounds, double Seconds);
