using Copositive.Numerics;

namespace Copositive.Solvers.OrTools;

/// <summary>A linear program as GLOP takes it: minimise costᵀx s.t. RowLower ≤ A x ≤ RowUpper, ColumnLower ≤ x ≤ ColumnUpper.</summary>
/// <param name="A">The rows.</param>
/// <param name="Cost">A cost a column.</param>
/// <param name="RowLower">Lower bounds of the rows; −∞ for none.</param>
/// <param name="RowUpper">Upper bounds of the rows; +∞ for none.</param>
/// <param name="ColumnLower">Lower bounds of the columns; −∞ for none.</param>
/// <param name="ColumnUpper">Upper bounds of the columns; +∞ for none.</param>
internal sealed record LinearData(
    SparseMatrix A, double[] Cost, double[] RowLower, double[] RowUpper, double[] ColumnLower, double[] ColumnUpper);
