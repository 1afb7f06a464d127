namespace Copositive.Numerics;

/// <summary>
/// The order in which a sweep of the Jacobi method for matrices of order d visits the pairs of indices: as the rounds of a tournament in
/// which everyone meets everyone once. The ⌊d/2⌋ rotations of a round touch different rows, so their angles are found together, and the
/// block where two of them cross is loaded and stored once for both.
/// </summary>
/// <remarks>
/// Rounds by the circle method; convergence as for the cyclic method (Luk and Park, "A proof of convergence for two parallel Jacobi SVD
/// algorithms", IEEE Trans. Computers 38, 1989). Places are offsets, in doubles, into a lower triangle by rows and into a square matrix by
/// rows whose entries are vectors of a given number of lanes.
/// </remarks>
internal sealed unsafe class JacobiSchedule
{
    private readonly int[] _places;

    /// <summary>Lays out the rounds.</summary>
    /// <param name="order">d.</param>
    /// <param name="lanes">The number of lanes of an entry.</param>
    public JacobiSchedule(int order, int lanes)
    {
        Order = order;
        Pairs = order / 2;
        HasIdle = order % 2 == 1 && order > 1;
        int players = order + order % 2;
        Rounds = order < 2 ? 0 : players - 1;
        int perRound = Pairs * 5 + Pairs * (Pairs - 1) / 2 * 4 + (HasIdle ? Pairs * 2 : 0);
        _places = GC.AllocateArray<int>(Rounds * perRound + 1, pinned: true);
        int at = 0;
        for (int round = 0; round < Rounds; round++)
            AddRound(round, players - 1, lanes, ref at);
        fixed (int* pinned = _places)
            Places = pinned;
    }

    /// <summary>d.</summary>
    public int Order { get; }

    /// <summary>The rounds of a sweep.</summary>
    public int Rounds { get; }

    /// <summary>The rotations of a round.</summary>
    public int Pairs { get; }

    /// <summary>Whether one index rests in every round: d is odd.</summary>
    public bool HasIdle { get; }

    /// <summary>
    /// For every round: for each pair (p, q) the places of entries (p, p), (q, q), (p, q) and of rows p and q of the square matrix; then
    /// for each two pairs (p, q), (p′, q′) those of (p, p′), (p, q′), (q, p′), (q, q′); then, with the resting index i, for each pair those
    /// of (p, i), (q, i).
    /// </summary>
    public int* Places { get; }

    private void AddRound(int round, int circle, int lanes, ref int at)
    {
        Span<(int P, int Q)> pairs = new (int, int)[Pairs];
        int idle = -1, count = 0;
        for (int k = 0; k <= (circle - 1) / 2; k++)
        {
            int p = (round + k) % circle, q = k == 0 ? circle : (round + circle - k) % circle;
            if (Math.Max(p, q) < Order)
                pairs[count++] = (Math.Min(p, q), Math.Max(p, q));
            else
                idle = Math.Min(p, q);
        }
        foreach ((int p, int q) in pairs)
        {
            Add(SymmetricVector.Index(p, p), ref at);
            Add(SymmetricVector.Index(q, q), ref at);
            Add(SymmetricVector.Index(p, q), ref at);
            Add(p * Order, ref at);
            Add(q * Order, ref at);
        }
        for (int first = 0; first < Pairs; first++)
            for (int second = 0; second < first; second++)
            {
                Add(SymmetricVector.Index(pairs[first].P, pairs[second].P), ref at);
                Add(SymmetricVector.Index(pairs[first].P, pairs[second].Q), ref at);
                Add(SymmetricVector.Index(pairs[first].Q, pairs[second].P), ref at);
                Add(SymmetricVector.Index(pairs[first].Q, pairs[second].Q), ref at);
            }
        if (HasIdle)
            foreach ((int p, int q) in pairs)
            {
                Add(SymmetricVector.Index(p, idle), ref at);
                Add(SymmetricVector.Index(q, idle), ref at);
            }

        void Add(int entry, ref int place) => _places[place++] = entry * lanes;
    }
}
