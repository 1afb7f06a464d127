using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// A program as SCS takes it: minimise ½xᵀPx + cᵀx subject to Ax + s = b, s in the product of the zero cone, the nonnegative orthant,
/// second-order cones and semidefinite cones in this order of rows. Semidefinite rows hold the lower triangle, column by column, with
/// off-diagonal entries multiplied by √2.
/// </summary>
/// <param name="Form">The name of the form, for tables.</param>
/// <param name="A">A.</param>
/// <param name="B">b.</param>
/// <param name="C">c.</param>
/// <param name="P">The upper triangle of P; null for a linear objective.</param>
/// <param name="Zeros">Rows of the zero cone.</param>
/// <param name="Nonnegatives">Rows of the orthant.</param>
/// <param name="SecondOrder">The dimensions of the second-order cones.</param>
/// <param name="Semidefinite">The orders of the semidefinite cones.</param>
internal sealed record ScsProblem(
    string Form, SparseMatrix A, double[] B, double[] C, SparseMatrix? P, int Zeros, int Nonnegatives, int[] SecondOrder,
        int[] Semidefinite);
