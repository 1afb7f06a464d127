using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>All cones of a program, many small ones shared among threads in ranges of about equal cost; large ones share their own work.</summary>
internal sealed class ConeSet
{
    /// <summary>Fewer cones for each thread, or a matrix of larger order among them, are left to the calling thread.</summary>
    private const int LeastShare = 32, LargestSharedOrder = 40;

    private readonly WorkerTeam? _team;
    private readonly int[] _ends;
    private readonly double[] _steps;
    private readonly bool[] _failures;

    /// <param name="cones">The cones.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public ConeSet(ScaledCone[] cones, WorkerTeam? team)
    {
        Cones = cones;
        int parts = team?.Threads ?? 1;
        if (cones.Length < LeastShare * parts || cones.Any(cone => cone.Block.Order > LargestSharedOrder)) parts = 1;
        _team = parts > 1 ? team : null;
        (_ends, _steps, _failures) = (new int[parts], new double[parts], new bool[parts]);
        double all = cones.Sum(Cost), sum = 0;
        for (int k = 0, part = 0; k < cones.Length; k++)
        {
            sum += Cost(cones[k]);
            while (part < parts - 1 && sum >= all * (part + 1) / parts) _ends[part++] = k + 1;
        }
        _ends[^1] = cones.Length;
    }

    private enum Operation
    {
        Scale,
        Curvature,
        Correction,
        LargestStep,
    }

    /// <summary>The cones.</summary>
    public ScaledCone[] Cones { get; }

    /// <summary>Scales every cone for a pair; false when one of them cannot be.</summary>
    public bool TryScale(double[] s, double[] z)
    {
        Run(new Work(this, Operation.Scale, s, z, [], 0));
        return !_failures.AsSpan().Contains(true);
    }

    /// <summary>image ← H⁻¹v, v itself on equality rows.</summary>
    public void Curvature(double[] v, double[] image) => Run(new Work(this, Operation.Curvature, v, [], image, 0));

    /// <summary>image ← t of every cone; see <see cref="ScaledCone.Correction"/>.</summary>
    public void Correction(double[] ds, double[] dz, double mu, double[] image) => Run(new Work(this, Operation.Correction, ds, dz, image, mu));

    /// <summary>The largest step that all cones allow.</summary>
    public double LargestStep(double[] ds, double[] dz)
    {
        Run(new Work(this, Operation.LargestStep, ds, dz, [], 0));
        double least = double.PositiveInfinity;
        foreach (double step in _steps) least = Math.Min(least, step);
        return least;
    }

    private static double Cost(ScaledCone cone) => 50 + 10.0 * cone.Block.Rows + 26 * Math.Pow(cone.Block.Order, 3);

    private void Run(Work work)
    {
        if (_team is null) work.Run(0);
        else _team.Run(_ends.Length, work);
    }

    private readonly struct Work(ConeSet set, Operation operation, double[] a, double[] b, double[] image, double mu) : IParallelBody
    {
        public void Run(int part)
        {
            set._failures[part] = false;
            double least = double.PositiveInfinity;
            for (int k = part == 0 ? 0 : set._ends[part - 1]; k < set._ends[part]; k++)
            {
                ScaledCone cone = set.Cones[k];
                ConeBlock block = cone.Block;
                switch (operation)
                {
                    case Operation.Scale when !cone.TryScale(block.Of((ReadOnlySpan<double>)a), block.Of((ReadOnlySpan<double>)b)):
                        set._failures[part] = true;
                        return;
                    case Operation.Curvature:
                        cone.Curvature(block.Of((ReadOnlySpan<double>)a), block.Of(image.AsSpan()));
                        break;
                    case Operation.Correction:
                        cone.Correction(block.Of((ReadOnlySpan<double>)a), block.Of((ReadOnlySpan<double>)b), mu, block.Of(image.AsSpan()));
                        break;
                    case Operation.LargestStep:
                        least = Math.Min(least, cone.LargestStep(block.Of((ReadOnlySpan<double>)a), block.Of((ReadOnlySpan<double>)b)));
                        break;
                }
            }
            set._steps[part] = least;
        }
    }
}
