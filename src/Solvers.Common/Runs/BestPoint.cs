using Copositive.Modeling;

namespace Copositive.Solvers.Common;

/// <summary>The point and dual with the smallest largest error seen so far, in the units of the program as given.</summary>
internal sealed class BestPoint
{
    private const double Progress = 0.7;

    private double _milestone = double.PositiveInfinity;

    public BestPoint(int columns, int rows)
    {
        X = new double[columns];
        Y = new double[rows];
    }

    public double[] X { get; }

    public double[] Y { get; }

    /// <summary>The largest of its six errors; infinite before the first point.</summary>
    public double Error { get; private set; } = double.PositiveInfinity;

    /// <summary>The last iteration that brought the error down by a good part.</summary>
    public int LastProgress { get; private set; }

    /// <summary>Takes in a point; returns whether it is the best.</summary>
    public bool Offer(ReadOnlySpan<double> x, ReadOnlySpan<double> y, OptimalityErrors errors, int iteration)
    {
        double error = errors.Max;
        if (!(error < Error)) return false;
        Error = error;
        x.CopyTo(X);
        y.CopyTo(Y);
        if (error > Progress * _milestone) return true;
        _milestone = error;
        LastProgress = iteration;
        return true;
    }
}
