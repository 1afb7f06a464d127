using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// The places of a program's cone rows in SCS' order, and the factors between: √2 on off-diagonal entries of semidefinite blocks, 1
/// elsewhere.
/// With D the factors and W the weights of ⟨·,·⟩, D² = W, so ⟨y, s⟩ = (Dy)ᵀ(Ds).
/// </summary>
internal sealed class ScsRows
{
    private static readonly ConeKind[] Order = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite];

    /// <summary>Orders the rows.</summary>
    /// <param name="program">A program over the zero, nonnegative, second-order and semidefinite cones.</param>
    /// <param name="skip">Rows that get no place; null for none.</param>
    /// <exception cref="UnsupportedProgramException">There is another cone.</exception>
    public ScsRows(ConicProgram program, Func<int, bool>? skip = null)
    {
        Places = new int[program.Rows];
        Array.Fill(Places, -1);
        Factors = new double[program.Rows];
        for (int row = 0; row < Factors.Length; row++) Factors[row] = Math.Sqrt(program.RowWeights[row]);
        foreach (ConeKind kind in Order)
        {
            foreach (ConeBlock block in program.Blocks.Where(block => block.Cone.Kind == kind)) Place(block, skip);
        }
        if (program.Blocks.FirstOrDefault(block => !Order.Contains(block.Cone.Kind)) is { } other)
            throw new UnsupportedProgramException($"'{other.Name}' lies in {other.Cone.Symbol}, which this comparison does not state for SCS.");
    }

    /// <summary>The place of a row of the program; −1 for a row that is skipped.</summary>
    public int[] Places { get; }

    /// <summary>D: the row as SCS has it is the program's times this.</summary>
    public double[] Factors { get; }

    /// <summary>Rows of the zero cone.</summary>
    public int Zeros { get; private set; }

    /// <summary>Rows of the orthant.</summary>
    public int Nonnegatives { get; private set; }

    /// <summary>The dimensions of the second-order cones.</summary>
    public List<int> SecondOrder { get; } = [];

    /// <summary>The orders of the semidefinite cones.</summary>
    public List<int> Semidefinite { get; } = [];

    /// <summary>All places.</summary>
    public int Count { get; private set; }

    /// <summary>The place of entry (i, j), i ≤ j, in a lower triangle of order n by columns: after the columns 0 … i − 1 of n, n − 1, …
    /// entries.</summary>
    public static int LowerIndex(int n, int i, int j) => i * n - i * (i - 1) / 2 + (j - i);

    private void Place(ConeBlock block, Func<int, bool>? skip)
    {
        switch (block.Cone.Kind)
        {
            case ConeKind.PositiveSemidefinite:
                int n = block.Order;
                for (int j = 0; j < n; j++)
                {
                    for (int i = 0; i <= j; i++) Places[block.Start + SymmetricVector.Index(i, j)] = Count + LowerIndex(n, i, j);
                }
                Semidefinite.Add(n);
                Count += block.Rows;
                return;
            case ConeKind.SecondOrder:
                for (int row = block.Start; row < block.End; row++) Places[row] = Count++;
                SecondOrder.Add(block.Rows);
                return;
            default:
                for (int row = block.Start; row < block.End; row++)
                {
                    if (skip is not null && skip(row)) continue;
                    Places[row] = Count++;
                    if (block.Cone.Kind == ConeKind.Zero) Zeros++;
                    else Nonnegatives++;
                }
                return;
        }
    }
}
