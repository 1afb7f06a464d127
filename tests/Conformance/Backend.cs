using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.OrTools;
using Microsoft.Extensions.DependencyInjection;

namespace Copositive.Conformance;

/// <summary>
/// A backend under test, with what the design says it takes, rewrites included. The list is stated here once more, and not asked of the
/// backend, so that a backend that begins to refuse a cone fails the suite.
/// </summary>
internal sealed record Backend(string Key, IReadOnlySet<string> ConeTypes, bool Quadratic)
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddGlop().AddAdmm().AddInteriorPoint().BuildServiceProvider();

    /// <summary>All backends.</summary>
    public static IReadOnlyList<Backend> All { get; } =
    [
        new("glop", new HashSet<string> { "Zero", "Nonneg" }, Quadratic: false),
        new("admm", new HashSet<string> { "Zero", "Nonneg", "SOC", "RSOC", "PSDTri", "DNNTri", "SPNTri" }, Quadratic: true),
        new("ipm", new HashSet<string> { "Zero", "Nonneg", "SOC", "RSOC", "PSDTri", "DNNTri", "SPNTri" }, Quadratic: true),
    ];

    /// <summary>The solver, as its service key gives it, with default options.</summary>
    public IConicSolver Solver => Services.GetRequiredKeyedService<IConicSolver>(Key);

    /// <summary>Whether the backend must solve a problem; else it must refuse it.</summary>
    public bool Takes(ConformanceCase problem) => problem.Expected.Cones.All(ConeTypes.Contains) && (Quadratic || !problem.Expected.IsQuadratic);

    /// <inheritdoc/>
    public override string ToString() => Key;
}
