using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>Peeling may keep equations that help nothing, but what it excludes does not follow.</summary>
public class CornerPeelingTests
{
    /// <summary>M_00 = 1 stated, alone and as the difference of two equations that share M_01.</summary>
    [Test]
    public void A_corner_that_follows_is_kept()
    {
        var alone = new MatrixEquations(2);
        alone.Add(0, [(0, 1)], 1);
        Assert.That(CornerPeeling.MayFollow(alone, 0), Is.True);
        var difference = new MatrixEquations(2);
        difference.Add(0, [(0, 1), (1, 1)], 1);
        difference.Add(1, [(1, 1)], 0);
        Assert.That(CornerPeeling.MayFollow(difference, 0), Is.True);
        Assert.That(CornerPeeling.MayFollow(difference, 1), Is.False);
    }

    /// <summary>M_11 stands alone in the second equation, and then M_01 in the first: neither can be in a combination equal to M_00.</summary>
    [Test]
    public void A_chain_of_entries_that_stand_alone_is_peeled()
    {
        var chain = new MatrixEquations(2);
        chain.Add(0, [(0, 1), (1, 1)], 1);
        chain.Add(1, [(1, 1), (2, 1)], 1);
        Assert.That(CornerPeeling.MayFollow(chain, 0), Is.False);
    }

    /// <summary>An inequality says nothing of combinations of equations.</summary>
    [Test]
    public void Inequalities_do_not_count()
    {
        var equations = new MatrixEquations(2);
        equations.Add(0, [(0, 1)], 1, isInequality: true);
        Assert.That(CornerPeeling.MayFollow(equations, 0), Is.False);
    }

    /// <summary>
    /// Random sparse equations. M_hh is a combination exactly if appending it leaves the rank as it was, decided by elimination modulo
    /// the prime 2³¹ − 1; entries are 1 to 3, so that a rank over the rationals that differs is out of reach at these sizes.
    /// </summary>
    [Test]
    public void What_is_excluded_is_in_no_span()
    {
        var random = new Random(5);
        int excluded = 0, kept = 0;
        for (int trial = 0; trial < 2000; trial++)
        {
            int n = 2 + random.Next(3), length = SymmetricVector.Length(n), h = random.Next(n);
            var equations = new MatrixEquations(n);
            var rows = new List<long[]>();
            for (int e = 0; e < 1 + random.Next(length); e++)
            {
                var row = new long[length];
                for (int k = 0; k < length; k++) row[k] = random.Next(3) == 0 ? 1 + random.Next(3) : 0;
                rows.Add(row);
                equations.Add(e, [.. Enumerable.Range(0, length).Where(k => row[k] != 0).Select(k => (k, (double)row[k]))], 0);
            }
            var corner = new long[length];
            corner[SymmetricVector.Index(h, h)] = 1;
            bool follows = Rank([.. rows, corner]) == Rank([.. rows]);
            bool may = CornerPeeling.MayFollow(equations, h);
            if (follows) Assert.That(may, Is.True, $"trial {trial}");
            if (follows) kept++;
            if (!may) excluded++;
        }
        Assert.That((excluded > 100, kept > 100), Is.EqualTo((true, true)), $"{excluded} excluded, {kept} follow");
    }

    private static int Rank(long[][] rows)
    {
        const long prime = int.MaxValue;
        long[][] m = Array.ConvertAll(rows, row => (long[])row.Clone());
        int rank = 0;
        for (int column = 0; m.Length > 0 && column < m[0].Length; column++)
        {
            int pivot = Array.FindIndex(m, rank, row => row[column] != 0);
            if (pivot < 0) continue;
            (m[rank], m[pivot]) = (m[pivot], m[rank]);
            for (int i = rank + 1; i < m.Length; i++)
            {
                long factor = m[i][column], scale = m[rank][column];
                for (int k = column; factor != 0 && k < m[i].Length; k++)
                    m[i][k] = ((m[i][k] * scale - m[rank][k] * factor % prime) % prime + prime) % prime;
            }
            if (++rank == m.Length) break;
        }
        return rank;
    }
}
