namespace Copositive.Modeling;

/// <summary>Scalar expression · constant matrix.</summary>
internal sealed class ScalarMultipleExpression : Expression
{
    private readonly Expression _scalar;
    private readonly ConstantExpression _matrix;

    public ScalarMultipleExpression(Expression scalar, ConstantExpression matrix) : base(matrix.Rows, matrix.Columns, matrix.IsSymmetric, scalar.Model)
    {
        _scalar = scalar;
        _matrix = matrix;
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        LinearTerms terms = _scalar.Terms;
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i < Rows; i++) buffer.AddTerms(i + j * Rows, terms, 0, factor * _matrix.At(i, j));
        }
    }
}
