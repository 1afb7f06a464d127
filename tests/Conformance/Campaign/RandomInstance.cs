using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Conformance;

/// <summary>A program whose answer is known from how it was made.</summary>
/// <param name="Name">The kind and the seed, by which it can be made again.</param>
/// <param name="Program">The program.</param>
/// <param name="Right">The terminations that say what is true of the program.</param>
/// <param name="Honest">
/// The terminations that say nothing false; empty where the program is well posed, so that nothing but a right one will do.
/// </param>
internal sealed record RandomInstance(string Name, ConicProgram Program, Termination[] Right, Termination[] Honest)
{
    /// <summary>What a solver may say of a program that it cannot decide.</summary>
    public static readonly Termination[] Undecided = [Termination.IllPosed, Termination.Inaccurate, Termination.Limit];

    /// <summary>The optimal value, stored sense; null where there is none, or none that a solver is held to.</summary>
    public double? Value { get; init; }

    /// <summary>An optimal point; null where none is known.</summary>
    public double[]? Point { get; init; }

    /// <summary>An optimal dual; null where none is known.</summary>
    public double[]? Dual { get; init; }

    /// <summary>A program of dense parts; zero entries of the matrices are left out.</summary>
    public static ConicProgram State(string name, double[,]? p, double[] c, double constant, double[,] a, double[] b, IEnumerable<ConeBlock> blocks) =>
        new(name, ObjectiveSense.Minimize, p is null ? null : Sparse(p, upper: true), c, constant, Sparse(a, upper: false), b, blocks);

    /// <summary>The nonzero entries, or those on and above the diagonal.</summary>
    private static SparseMatrix Sparse(double[,] a, bool upper)
    {
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < a.GetLength(1); j++)
        {
            for (int i = 0; i < (upper ? j + 1 : a.GetLength(0)); i++)
            {
                if (a[i, j] == 0) continue;
                rows.Add(i);
                columns.Add(j);
                values.Add(a[i, j]);
            }
        }
        return SparseMatrix.FromTriplets(a.GetLength(0), a.GetLength(1), rows.ToArray(), columns.ToArray(), values.ToArray());
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
