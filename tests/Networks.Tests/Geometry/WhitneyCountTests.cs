using CsCheck;

namespace Copositive.Networks.Tests;

/// <summary>
/// Whitney's theorem as an oracle for degenerate arrangements: the characteristic polynomial of n central hyperplanes in R^d is
/// χ(t) = Σ_S (−1)^|S| t^(d − rank S) over all subsets S of normals, and by Zaslavsky the number of cells is (−1)^d χ(−1) = Σ_S (−1)^(|S| +
/// rank S).
/// </summary>
public class WhitneyCountTests
{
    private const long Prime = 2_147_483_647;

    /// <summary>Small integers make parallel, opposite and dependent rows the rule.</summary>
    [Test]
    public void Degenerate_integer_rows_have_the_cells_that_Whitney_counts([Values(2, 3, 4)] int dimension) =>
        Gen.Int[-2, 2].Array[dimension].Where(row => Array.Exists(row, value => value != 0)).Array[1, 8].Sample(
            rows =>
            {
                var data = GeometryData.Rows(Array.ConvertAll(rows, row => Array.ConvertAll(row, static value => (double)value)));
                var listed = new ArrangementEnumerator(data).Enumerate(1_000_000).Select(GeometryData.Pattern).ToList();
                return listed.Count == Count(rows) && listed.Distinct().Count() == listed.Count;
            },
            iter: 200,
            threads: 1,
            seed: "0000KOIKeNu5");

    private static int Count(int[][] rows)
    {
        var sum = 0;
        for (var subset = 0; subset < 1 << rows.Length; subset++)
        {
            var chosen = new List<int[]>();
            for (var i = 0; i < rows.Length; i++)
            {
                if ((subset >> i & 1) != 0) chosen.Add(rows[i]);
            }
            sum += ((chosen.Count + Rank(chosen)) & 1) == 0 ? 1 : -1;
        }
        return sum;
    }

    /// <summary>
    /// The rank modulo 2³¹ − 1, which is the rank: minors of order at most 4 with entries up to 2 are below 4!·2⁴, smaller than the prime.
    /// </summary>
    private static int Rank(List<int[]> rows)
    {
        var work = rows.ConvertAll(row => Array.ConvertAll(row, static value => (value + Prime) % Prime));
        var rank = 0;
        for (var column = 0; work.Count > rank && column < work[0].Length; column++)
        {
            var pivot = work.FindIndex(rank, row => row[column] != 0);
            if (pivot < 0) continue;
            (work[rank], work[pivot]) = (work[pivot], work[rank]);
            for (var i = rank + 1; i < work.Count; i++)
            {
                var (a, b) = (work[rank][column], work[i][column]);
                for (var j = 0; j < work[i].Length; j++) work[i][j] = (a * work[i][j] % Prime + Prime - b * work[rank][j] % Prime) % Prime;
            }
            rank++;
        }
        return rank;
    }
}
