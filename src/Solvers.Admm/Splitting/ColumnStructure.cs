using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// How the columns of a program hang together when its equality rows and its bounds are not projected: a column's entries in projected
/// rows that no other column meets make up its own part D_jj of H, and the projected rows that several columns meet join them.
/// </summary>
internal sealed class ColumnStructure
{
    private readonly ScaledProgram _program;
    private readonly SparseMatrix _rows;
    private readonly int[] _boundedColumn;
    private readonly bool[] _isEquality, _isJoined, _meetsEquality;
    private readonly double[] _gram;
    private readonly double[]? _curvature;
    private readonly bool _isQuadraticDiagonal = true;

    public ColumnStructure(ScaledProgram program, int[] boundedColumn)
    {
        _program = program;
        _rows = program.A.Transpose();
        _boundedColumn = boundedColumn;
        _isEquality = new bool[program.Rows];
        _isJoined = new bool[program.Columns];
        _meetsEquality = new bool[program.Columns];
        _gram = new double[program.Columns];
        foreach (ConeBlock block in program.Source.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) _isEquality.AsSpan(block.Start, block.Rows).Fill(true);
        }
        for (int i = 0; i < program.Rows; i++)
        {
            if (_isEquality[i]) Equalities++;
            else if (Entries(i) > 1) JoiningRows++;
            for (int k = _rows.ColumnStarts[i]; k < _rows.ColumnStarts[i + 1]; k++)
            {
                int j = _rows.RowIndices[k];
                if (_isEquality[i]) _meetsEquality[j] = true;
                else if (Entries(i) > 1) _isJoined[j] = true;
                else if (_boundedColumn[i] < 0) _gram[j] += _rows.Values[k] * _rows.Values[k];
            }
        }
        if (program.P is not { } p) return;
        _curvature = new double[program.Columns];
        for (int j = 0; j < program.Columns; j++)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
            {
                int i = p.RowIndices[k];
                if (i == j) _curvature[j] = p.Values[k];
                else if (p.Values[k] != 0) _isJoined[i] = _isJoined[j] = !(_isQuadraticDiagonal = false);
            }
        }
    }

    /// <summary>The number of equality rows.</summary>
    public int Equalities { get; }

    /// <summary>The number of projected rows with several entries.</summary>
    public int JoiningRows { get; }

    /// <summary>Whether D is positive and P diagonal.</summary>
    public bool AllowsSchur
    {
        get
        {
            for (int j = 0; j < _gram.Length; j++)
            {
                if (!IsPositive(j)) return false;
            }
            return _isQuadraticDiagonal;
        }
    }

    /// <summary>Whether D_jj is positive.</summary>
    public bool IsPositive(int column) => _gram[column] > 0 || _curvature?[column] > 0;

    /// <summary>Whether H joins a column to no other and no equality meets it.</summary>
    public bool IsSeparate(int column) => !_isJoined[column] && !_meetsEquality[column];

    public bool HasBounds(ColumnBounds bounds)
    {
        for (int j = 0; j < _gram.Length; j++)
        {
            if (bounds.Has(j)) return true;
        }
        return false;
    }

    /// <summary>Whether there are bounds on columns that are not separate.</summary>
    public bool HasJoinedBounds(ColumnBounds bounds)
    {
        for (int j = 0; j < _gram.Length; j++)
        {
            if (bounds.Has(j) && !IsSeparate(j)) return true;
        }
        return false;
    }

    /// <summary>Counts the rows that bound a column among the projected ones.</summary>
    public void Project(int column)
    {
        SparseMatrix a = _program.A;
        for (int k = a.ColumnStarts[column]; k < a.ColumnStarts[column + 1]; k++)
        {
            if (_boundedColumn[a.RowIndices[k]] == column) _gram[column] += a.Values[k] * a.Values[k];
        }
    }

    /// <summary>D.</summary>
    public ColumnDiagonal Diagonal() => new((double[])_gram.Clone(), _curvature);

    /// <summary>The equality rows, then the joining rows.</summary>
    public SparseMatrix SchurRows()
    {
        int[] place = new int[_program.Rows];
        Array.Fill(place, -1);
        int equality = 0, joining = Equalities;
        for (int i = 0; i < place.Length; i++)
        {
            if (_isEquality[i]) place[i] = equality++;
            else if (Entries(i) > 1) place[i] = joining++;
        }
        return RowSelection.Of(_program.A, place, joining);
    }

    private int Entries(int row) => _rows.ColumnStarts[row + 1] - _rows.ColumnStarts[row];
}
