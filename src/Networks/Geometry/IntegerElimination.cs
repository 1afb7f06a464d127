using System.Numerics;

namespace Copositive.Networks;

/// <summary>Exact rank and inverses of integer matrices by fraction-free (Bareiss) elimination: every division is exact.</summary>
internal static class IntegerElimination
{
    /// <summary>
    /// The first rows that are linearly independent of those before them, and as many columns in which these rows are nonsingular.
    /// Columns are chosen leftmost.
    /// </summary>
    public static (int[] Rows, int[] Columns) Basis(BigInteger[][] matrix, int columns)
    {
        // Each reduced row is kept together with its pivot column; a new row is reduced against all of them in turn. After step k its
        // entries are minors of order k + 1, so dividing by the pivot before last is exact.
        var reduced = new List<BigInteger[]>();
        var pivotColumns = new List<int>();
        var rows = new List<int>();
        for (var i = 0; i < matrix.Length && rows.Count < columns; i++)
        {
            var row = (BigInteger[])matrix[i].Clone();
            var previous = BigInteger.One;
            for (var k = 0; k < reduced.Count; k++)
            {
                var pivot = reduced[k][pivotColumns[k]];
                var factor = row[pivotColumns[k]];
                for (var j = 0; j < columns; j++) row[j] = (pivot * row[j] - factor * reduced[k][j]) / previous;
                previous = pivot;
            }
            var column = Array.FindIndex(row, static value => !value.IsZero);
            if (column < 0) continue;
            reduced.Add(row);
            pivotColumns.Add(column);
            rows.Add(i);
        }
        var chosen = pivotColumns.ToArray();
        Array.Sort(chosen);
        return ([.. rows], chosen);
    }

    /// <summary>
    /// The columns of |det B|·B⁻¹ for a nonsingular B of order r, each without its common factor: column k is orthogonal to every row of B
    /// but row k, on whose positive side it lies.
    /// </summary>
    public static BigInteger[][] InverseDirections(BigInteger[][] b)
    {
        var r = b.Length;
        var work = new BigInteger[r][];
        for (var i = 0; i < r; i++)
        {
            work[i] = new BigInteger[2 * r];
            b[i].CopyTo(work[i], 0);
            work[i][r + i] = BigInteger.One;
        }
        var previous = BigInteger.One;
        for (var k = 0; k < r; k++)
        {
            var pivotRow = Array.FindIndex(work, k, row => !row[k].IsZero);
            (work[k], work[pivotRow]) = (work[pivotRow], work[k]);
            var pivot = work[k][k];
            for (var i = 0; i < r; i++)
            {
                if (i == k) continue;
                var factor = work[i][k];
                for (var j = 0; j < 2 * r; j++) work[i][j] = (pivot * work[i][j] - factor * work[k][j]) / previous;
            }
            previous = pivot;
        }
        var directions = new BigInteger[r][];
        for (var k = 0; k < r; k++)
        {
            var column = new BigInteger[r];
            for (var i = 0; i < r; i++) column[i] = previous.Sign * work[i][r + k];
            PrimitiveVector.DivideByContent(column);
            directions[k] = column;
        }
        return directions;
    }
}
