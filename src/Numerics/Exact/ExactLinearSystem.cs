namespace Copositive.Numerics;

/// <summary>Linear systems in exact rational arithmetic: rectangular, singular and inconsistent ones included.</summary>
public static class ExactLinearSystem
{
    /// <summary>A solution of A x = b with as many zeros as A has dependent columns, or null where there is none.</summary>
    /// <param name="a">The m×n matrix.</param>
    /// <param name="b">The m right-hand sides.</param>
    /// <returns>One exact solution of length n; a proof that the system is inconsistent where it is null.</returns>
    /// <remarks>Gauss–Jordan elimination; each pivot is the entry of its column with the shortest fraction. For small systems.</remarks>
    /// <exception cref="ArgumentException">The right-hand side has another length than A has rows.</exception>
    public static BigRational[]? Solve(BigRational[,] a, ReadOnlySpan<BigRational> b)
    {
        int m = a.GetLength(0), n = a.GetLength(1);
        if (b.Length != m) throw new ArgumentException($"The matrix has {m} rows, the right-hand side {b.Length} entries.", nameof(b));
        var rows = new BigRational[m][];
        for (var i = 0; i < m; i++)
        {
            rows[i] = new BigRational[n + 1];
            for (var j = 0; j < n; j++) rows[i][j] = a[i, j];
            rows[i][n] = b[i];
        }

        var pivots = Reduce(rows, n);
        for (var i = pivots.Count; i < m; i++)
            if (!rows[i][n].IsZero) return null;
        var x = new BigRational[n];
        for (var i = 0; i < pivots.Count; i++) x[pivots[i]] = rows[i][n];
        return x;
    }

    /// <summary>Brings the rows to reduced echelon form over the first n columns; returns the pivot column of each nonzero row.</summary>
    private static List<int> Reduce(BigRational[][] rows, int n)
    {
        var pivots = new List<int>();
        for (var column = 0; column < n && pivots.Count < rows.Length; column++)
        {
            var at = pivots.Count;
            var best = -1;
            long bestLength = long.MaxValue;
            for (var i = at; i < rows.Length; i++)
            {
                var entry = rows[i][column];
                if (entry.IsZero) continue;
                var length = entry.Numerator.GetBitLength() + entry.Denominator.GetBitLength();
                if (length < bestLength) (best, bestLength) = (i, length);
            }

            if (best < 0) continue;
            (rows[at], rows[best]) = (rows[best], rows[at]);
            var inverse = BigRational.One / rows[at][column];
            for (var j = column; j < rows[at].Length; j++)
                if (!rows[at][j].IsZero) rows[at][j] *= inverse;
            for (var i = 0; i < rows.Length; i++)
            {
                var factor = rows[i][column];
                if (i == at || factor.IsZero) continue;
                for (var j = column; j < rows[i].Length; j++)
                    if (!rows[at][j].IsZero) rows[i][j] -= factor * rows[at][j];
            }

            pivots.Add(column);
        }

        return pivots;
    }
}
