using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A quick test that excludes combinations of equations equal to M_hh = κ. An entry other than M_hh that one equation alone contains cannot
/// cancel, so that equation has weight 0 in such a combination; without it further entries stand alone. Where no equation with M_hh is
/// left, there is no such combination, whatever the coefficients are. Takes time proportional to the entries.
/// </summary>
internal static class CornerPeeling
{
    /// <summary>Whether equations that contain M_hh are left; if not, M_hh = κ does not follow linearly from the equations.</summary>
    public static bool MayFollow(MatrixEquations equations, int h)
    {
        int corner = SymmetricVector.Index(h, h), length = SymmetricVector.Length(equations.Order);
        var uses = new int[length];
        // The exclusive or of the equations that contain an entry names the last one left.
        var users = new int[length];
        var isLeft = new bool[equations.Equations.Count];
        for (int e = 0; e < isLeft.Length; e++)
        {
            var (_, entries, _, isInequality) = equations.Equations[e];
            if (isInequality) continue;
            isLeft[e] = true;
            foreach (var (position, _) in entries)
            {
                uses[position]++;
                users[position] ^= e;
            }
        }
        var alone = new Stack<int>();
        for (int position = 0; position < length; position++)
        {
            if (uses[position] == 1 && position != corner) alone.Push(users[position]);
        }
        while (alone.TryPop(out int e))
        {
            if (!isLeft[e]) continue;
            isLeft[e] = false;
            foreach (var (position, _) in equations.Equations[e].Entries)
            {
                users[position] ^= e;
                if (--uses[position] == 1 && position != corner) alone.Push(users[position]);
            }
        }
        return uses[corner] > 0;
    }
}
