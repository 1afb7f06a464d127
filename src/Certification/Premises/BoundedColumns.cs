using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>An interval for every column that holds its value on the whole feasible set, each end with the bits of its premises.</summary>
internal sealed class BoundedColumns
{
    /// <summary>A new end replaces an old one only if it gains this much, relative to 1 + |end|: propagation must come to an end.</summary>
    private const double WorthwhileGain = 1e-6;

    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly ulong[] _lowerPremises;
    private readonly ulong[] _upperPremises;

    public BoundedColumns(int columns)
    {
        _lower = new double[columns];
        _upper = new double[columns];
        _lowerPremises = new ulong[columns];
        _upperPremises = new ulong[columns];
        Array.Fill(_lower, double.NegativeInfinity);
        Array.Fill(_upper, double.PositiveInfinity);
    }

    /// <summary>The premises of a proof that some column's interval is empty, so that there is no feasible point; null where there is none.</summary>
    public ulong? Contradiction { get; private set; }

    /// <summary>The interval of a column.</summary>
    public Interval this[int column] => new(_lower[column], _upper[column]);

    /// <summary>The premises of the lower end.</summary>
    public ulong LowerPremises(int column) => _lowerPremises[column];

    /// <summary>The premises of the upper end.</summary>
    public ulong UpperPremises(int column) => _upperPremises[column];

    /// <summary>The premises of both ends.</summary>
    public ulong Premises(int column) => _lowerPremises[column] | _upperPremises[column];

    /// <summary>Records x_column ≥ value; true where this is news.</summary>
    public bool RaiseLower(int column, double value, ulong premises)
    {
        if (Contradiction is not null || !Gains(_lower[column], value)) return false;
        if (value > _upper[column])
        {
            Contradiction = premises | _upperPremises[column];
            return false;
        }

        (_lower[column], _lowerPremises[column]) = (value, premises);
        return true;
    }

    /// <summary>Records x_column ≤ value; true where this is news.</summary>
    public bool LowerUpper(int column, double value, ulong premises)
    {
        if (Contradiction is not null || !Gains(-_upper[column], -value)) return false;
        if (value < _lower[column])
        {
            Contradiction = premises | _lowerPremises[column];
            return false;
        }

        (_upper[column], _upperPremises[column]) = (value, premises);
        return true;
    }

    private static bool Gains(double old, double value)
        => value > double.NegativeInfinity && value < double.PositiveInfinity
            && (double.IsNegativeInfinity(old) || value > old + WorthwhileGain * (1 + Math.Abs(old)) || (value > old && value is 0));
}
