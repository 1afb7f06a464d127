using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>A symmetric matrix times a positive number that makes all its entries whole; copositive exactly if the matrix is.</summary>
internal sealed class IntegerMatrix
{
    private readonly BigInteger[,] _entries;

    private IntegerMatrix(BigInteger[,] entries) => _entries = entries;

    public int Order => _entries.GetLength(0);

    public BigInteger this[int i, int j] => _entries[i, j];

    /// <summary>From doubles, taken as the exact fractions that they are.</summary>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric, is empty, or has an entry that is not finite.</exception>
    public static IntegerMatrix From(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int n = matrix.GetLength(0);
        if (n == 0 || matrix.GetLength(1) != n)
            throw new ArgumentException($"The matrix is {n}×{matrix.GetLength(1)}; a square one with at least one row is needed.", nameof(matrix));
        var rational = new BigRational[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (!double.IsFinite(matrix[i, j])) throw new ArgumentException($"Entry ({i}, {j}) is {matrix[i, j]}; finite numbers are needed.", nameof(matrix));
                if (matrix[i, j] != matrix[j, i])
                    throw new ArgumentException($"Entries ({i}, {j}) and ({j}, {i}) are {matrix[i, j]:R} and {matrix[j, i]:R}; a symmetric matrix is needed.", nameof(matrix));
                rational[i, j] = BigRational.FromDouble(matrix[i, j]);
            }
        }
        return From(rational);
    }

    /// <summary>From fractions.</summary>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric, or is empty.</exception>
    public static IntegerMatrix From(BigRational[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int n = matrix.GetLength(0);
        if (n == 0 || matrix.GetLength(1) != n)
            throw new ArgumentException($"The matrix is {n}×{matrix.GetLength(1)}; a square one with at least one row is needed.", nameof(matrix));
        BigInteger multiple = 1, divisor = 0;
        foreach (BigRational entry in matrix) multiple = multiple / BigInteger.GreatestCommonDivisor(multiple, entry.Denominator) * entry.Denominator;
        var entries = new BigInteger[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (matrix[i, j] != matrix[j, i]) throw new ArgumentException($"Entries ({i}, {j}) and ({j}, {i}) differ; a symmetric matrix is needed.", nameof(matrix));
                entries[i, j] = matrix[i, j].Numerator * (multiple / matrix[i, j].Denominator);
                divisor = BigInteger.GreatestCommonDivisor(divisor, entries[i, j]);
            }
        }
        if (divisor > 1)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) entries[i, j] /= divisor;
            }
        }
        return new IntegerMatrix(entries);
    }

    /// <summary>The principal submatrix of some rows.</summary>
    public IntegerMatrix Principal(ReadOnlySpan<int> rows)
    {
        var entries = new BigInteger[rows.Length, rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++) entries[i, j] = _entries[rows[i], rows[j]];
        }
        return new IntegerMatrix(entries);
    }

    /// <summary>xᵀMx of the whole-number matrix.</summary>
    public BigInteger Form(ReadOnlySpan<BigInteger> x)
    {
        BigInteger sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i].IsZero) continue;
            for (int j = 0; j < x.Length; j++)
            {
                if (!x[j].IsZero) sum += x[i] * x[j] * _entries[i, j];
            }
        }
        return sum;
    }
}
