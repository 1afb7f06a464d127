namespace Copositive.Numerics;

/// <summary>Which eigenvectors <see cref="SymmetricEigensolver.DecomposePart"/> forms: a range of the ascending eigenvalues.</summary>
public readonly record struct EigenvectorSelection
{
    private readonly Kind _kind;
    private readonly int _first, _count;

    private EigenvectorSelection(Kind kind, int first = 0, int count = 0)
    {
        _kind = kind;
        _first = first;
        _count = count;
    }

    private enum Kind
    {
        All,
        Positive,
        Negative,
        SmallerSign,
        Range,
    }

    /// <summary>All; the default.</summary>
    public static EigenvectorSelection All => default;

    /// <summary>Those of the eigenvalues above zero.</summary>
    public static EigenvectorSelection Positive => new(Kind.Positive);

    /// <summary>Those of the eigenvalues below zero.</summary>
    public static EigenvectorSelection Negative => new(Kind.Negative);

    /// <summary>Those of the negative or of the positive eigenvalues, whichever are fewer (the positive ones in a tie).</summary>
    public static EigenvectorSelection SmallerSign => new(Kind.SmallerSign);

    /// <summary>Those of the eigenvalues number first … first + count − 1 in ascending order.</summary>
    /// <param name="first">The number of the first, from 0.</param>
    /// <param name="count">How many; those beyond the order are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static EigenvectorSelection Range(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new EigenvectorSelection(Kind.Range, first, count);
    }

    /// <summary>The selected range of ascending eigenvalues.</summary>
    internal (int First, int End) Of(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (_kind == Kind.All)
            return (0, n);
        if (_kind == Kind.Range)
            return (Math.Min(_first, n), (int)Math.Min((long)_first + _count, n));
        int negative = 0;
        while (negative < n && values[negative] < 0)
            negative++;
        int positive = negative;
        while (positive < n && values[positive] == 0)
            positive++;
        bool takesPositive = _kind == Kind.Positive || (_kind == Kind.SmallerSign && n - positive <= negative);
        return takesPositive ? (positive, n) : (0, negative);
    }
}
