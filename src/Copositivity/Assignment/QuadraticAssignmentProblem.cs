using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// The quadratic assignment problem (T. Koopmans and M. Beckmann, Econometrica 25 (1957)): facilities 0…n−1 go to locations 0…n−1, one to
/// each, so that flow times distance is least,
/// <code>min over permutations π of Σ_ij F_ij D_π(i)π(j).</code>
/// Both matrices may be unsymmetric and have diagonals. Immutable and safe to share between threads.
/// </summary>
public sealed class QuadraticAssignmentProblem
{
    /// <summary>The largest n taken: relaxations have matrices of order n² + 1.</summary>
    public const int MaxSize = 60;

    private const double LargestExactInteger = 9007199254740992;

    private readonly double[,] _flows, _distances;

    /// <summary>A problem; the matrices are copied.</summary>
    /// <param name="name">A name for reports.</param>
    /// <param name="flows">F, n×n, finite.</param>
    /// <param name="distances">D, n×n, finite.</param>
    /// <exception cref="ArgumentException">
    /// A matrix is not n×n with the same n from 2 to <see cref="MaxSize"/>, or an entry is not finite or so large that costs would
    /// overflow.
    /// </exception>
    public QuadraticAssignmentProblem(string name, double[,] flows, double[,] distances)
    {
        ArgumentNullException.ThrowIfNull(flows);
        ArgumentNullException.ThrowIfNull(distances);
        int n = flows.GetLength(0);
        if (n is < 2 or > MaxSize)
            throw new ArgumentException($"There are {n} facilities; from 2 to {MaxSize} are possible.", nameof(flows));
        RequireSquare(flows, n, "flows", nameof(flows));
        RequireSquare(distances, n, "distances", nameof(distances));
        Name = name ?? "";
        Size = n;
        _flows = (double[,])flows.Clone();
        _distances = (double[,])distances.Clone();
        CostStep = StepOfCosts();
    }

    /// <summary>A name for reports.</summary>
    public string Name { get; }

    /// <summary>n, the number of facilities and of locations.</summary>
    public int Size { get; }

    /// <summary>
    /// A number of which the cost of every assignment is a multiple: 1 for integer data, 2 where besides both matrices are symmetric and
    /// one has an even diagonal, since then Σ_ij F_ij D_π(i)π(j) = 2 Σ_i&lt;j … + Σ_i F_ii D_π(i)π(i); 0 where nothing of the kind is
    /// known, among that integers beyond 2⁵³ in the sums.
    /// </summary>
    public double CostStep { get; }

    /// <summary>F_ij, the flow from facility i to facility j.</summary>
    public double Flow(int i, int j) => _flows[i, j];

    /// <summary>D_kl, the distance from location k to location l.</summary>
    public double Distance(int k, int l) => _distances[k, l];

    /// <summary>Reads a QAPLIB file: n, then the n² flows row by row, then the n² distances.</summary>
    /// <param name="path">The file; the problem is named like it without its extension.</param>
    /// <exception cref="InputFormatException">The file cannot be read or is malformed; the message names file, line and
    /// expectation.</exception>
    public static QuadraticAssignmentProblem Read(string path) => QaplibReader.Read(path);

    /// <summary>Σ_ij F_ij D_π(i)π(j), rounded up: exact for integer data (<see cref="CostStep"/> above 0).</summary>
    /// <param name="permutation">π: entry i is the location, from 0, of facility i.</param>
    /// <exception cref="ArgumentException">The argument is no permutation of 0…n−1.</exception>
    public double Cost(ReadOnlySpan<int> permutation)
    {
        if (permutation.Length != Size)
            throw new ArgumentException($"{Size} locations are needed; got {permutation.Length}.", nameof(permutation));
        var isTaken = new bool[Size];
        foreach (int location in permutation)
        {
            if ((uint)location >= (uint)Size || isTaken[location])
                throw new ArgumentException($"Location {location} is outside 0..{Size - 1} or given twice.", nameof(permutation));
            isTaken[location] = true;
        }
        double cost = 0;
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
                cost = Rounded.AddUp(cost, Rounded.MultiplyUp(_flows[i, j], _distances[permutation[i], permutation[j]]));
        }
        return cost;
    }

    /// <summary>The doubly nonnegative relaxation as a program for any backend; see <see cref="AssignmentProgram"/>.</summary>
    public ConicProgram ToProgram() => AssignmentProgram.Of(this);

    /// <summary>
    /// Bounds the optimum from both sides: from above by an assignment that a tabu search finds, from below by the doubly nonnegative
    /// relaxation on its minimal face (<see cref="FaceSplitting"/>), whose dual is made a proof by <see cref="QuadraticAssignmentBound"/>.
    /// </summary>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Proved bounds, also where a limit stopped the work: the lower one is then weaker.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public QuadraticAssignmentResult Solve(QuadraticAssignmentOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new QuadraticAssignmentOptions();
        options.Validate();
        using var run = new QuadraticAssignmentRun(this, options, cancellationToken);
        return run.Solve();
    }

    private static void RequireSquare(double[,] matrix, int n, string what, string parameter)
    {
        const double largest = 1e140; // n⁴ products of two such entries do not overflow
        if (matrix.GetLength(0) != n || matrix.GetLength(1) != n)
            throw new ArgumentException($"The {what} are {matrix.GetLength(0)}×{matrix.GetLength(1)}; {n}×{n} are needed.", parameter);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (!(Math.Abs(matrix[i, j]) <= largest))
                {
                    throw new ArgumentException(
                        $"Entry ({i}, {j}) of the {what} is {matrix[i, j]}; at most {largest} in size is possible.", parameter);
                }
            }
        }
    }

    private double StepOfCosts()
    {
        double flows = 0, distances = 0;
        bool symmetric = true, evenFlows = true, evenDistances = true;
        for (int i = 0; i < Size; i++)
        {
            evenFlows &= _flows[i, i] % 2 == 0;
            evenDistances &= _distances[i, i] % 2 == 0;
            for (int j = 0; j < Size; j++)
            {
                if (!double.IsInteger(_flows[i, j]) || !double.IsInteger(_distances[i, j])) return 0;
                symmetric &= _flows[i, j] == _flows[j, i] && _distances[i, j] == _distances[j, i];
                flows = Math.Max(flows, Math.Abs(_flows[i, j]));
                distances = Math.Max(distances, Math.Abs(_distances[i, j]));
            }
        }
        if (Size * (double)Size * flows * distances >= LargestExactInteger) return 0;
        return symmetric && (evenFlows || evenDistances) ? 2 : 1;
    }
}
