using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A variable of a model: scalar, vector, matrix or symmetric matrix. A symmetric matrix of order n has n(n+1)/2 columns of the program,
/// its upper triangle column by column; other shapes are laid out column by column.
/// </summary>
public sealed class Variable : Expression
{
    internal Variable(ConicModel model, string name, int start, int rows, int columns, bool symmetric, VariableDomain domain)
        : base(rows, columns, symmetric || (rows == 1 && columns == 1), model)
    {
        Name = name;
        Start = start;
        Domain = domain;
        IsTriangle = symmetric;
    }

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>The first column of the program that belongs to this variable.</summary>
    public int Start { get; }

    /// <summary>The number of the program's columns that belong to this variable.</summary>
    public int ColumnCount => IsTriangle ? SymmetricVector.Length(Rows) : Length;

    /// <summary>The values that the entries may take.</summary>
    public VariableDomain Domain { get; }

    internal bool IsTriangle { get; }

    internal new ConicModel Model => base.Model!;

    /// <summary>
    /// Constrains this variable to a cone, under the variable's name, and returns the variable. To choose the name, write
    /// <c>model.Add(name, variable, cone)</c>.
    /// </summary>
    /// <param name="cone">A matrix cone for a symmetric variable, or a vector cone.</param>
    public new Variable In(Cone cone)
    {
        Model.Add(Model.FreshConstraintName(Name), Relation.Membership(this, cone));
        return this;
    }

    /// <summary>The program's column of entry e, counted column by column over the full shape.</summary>
    internal int ColumnOf(int entry)
    {
        if (!IsTriangle) return Start + entry;
        return Start + SymmetricVector.Index(entry % Rows, entry / Rows);
    }

    /// <summary>The name of the k-th of this variable's columns.</summary>
    internal string ColumnName(int k)
    {
        if (IsScalar) return Name;
        if (!IsTriangle) return Columns == 1 ? $"{Name}[{k}]" : $"{Name}[{k % Rows},{k / Rows}]";
        int column = (int)((Math.Sqrt(8.0 * k + 1) - 1) / 2);
        while ((long)(column + 1) * (column + 2) / 2 <= k) column++;
        while ((long)column * (column + 1) / 2 > k) column--;
        return $"{Name}[{k - column * (column + 1) / 2},{column}]";
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        for (int e = 0; e < Length; e++) buffer.Add(e, ColumnOf(e), factor);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({ShapeText})";
}
