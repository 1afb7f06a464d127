using Copositive.Modeling;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Conformance;

/// <summary>
/// Classical programs that an arbitrarily small change of the data makes another kind, behind random automorphisms of their cone, a
/// random change of variables and, in half of the cases, beside a well-posed program over other rows and columns.
/// </summary>
internal static class IllPosedPrograms
{
    /// <summary>s = F₀ + Σ x_i F_i ∈ K, minimise c'x, with the value that a claim of optimality has to have; null where it is false.</summary>
    private sealed record Example(string Name, Cone Cone, double[] Constant, double[][] Terms, double[] C, double? Value, Termination[] True);

    private static readonly Example[] Examples =
    [
        // [x 1; 1 0] ⪰ 0 has no solution, but comes close to one as x grows.
        new("weakly infeasible matrix", Cone.PositiveSemidefinite, [0, 1, 0], [[1, 0, 0]], [0], null, [Termination.Infeasible]),
        new("weakly infeasible matrix with an objective", Cone.PositiveSemidefinite, [0, 1, 0], [[1, 0, 0]], [1], null, [Termination.Infeasible]),
        // x ≥ √(x² + 1).
        new("weakly infeasible ball", Cone.SecondOrder, [0, 0, 1], [[1, 1, 0]], [0], null, [Termination.Infeasible]),
        // xz ≥ 1: x > 0 comes to 0 as z grows. The dual is attained.
        new("infimum not attained, matrix", Cone.PositiveSemidefinite, [0, 1, 0], [[1, 0, 0], [0, 0, 1]], [1, 0], 0, [Termination.Optimal]),
        // y ≥ √(x² + 1), y − x > 0.
        new("infimum not attained, ball", Cone.SecondOrder, [0, 0, 1], [[1, 0, 0], [0, 1, 0]], [1, -1], 0, [Termination.Optimal]),
        // [0 u 0; u v 0; 0 0 u+1] ⪰ 0 forces u = 0, while multipliers prove u ≥ −1 only.
        new("duality gap", Cone.PositiveSemidefinite, [0, 0, 0, 0, 0, 1], [[0, 1, 0, 0, 0, 1], [0, 0, 1, 0, 0, 0]], [1, 0], null, []),
        // [x y; y 0] ⪰ 0 forces y = 0; no multiplier proves it.
        new("multiplier not attained, matrix", Cone.PositiveSemidefinite, [0, 0, 0], [[1, 0, 0], [0, 1, 0]], [0, 1], 0, [Termination.Optimal]),
        // x ≥ √(x² + z²) forces z = 0.
        new("multiplier not attained, ball", Cone.SecondOrder, [0, 0, 0], [[1, 1, 0], [0, 0, 1]], [0, 1], 0, [Termination.Optimal]),
        // y ≤ √x grows, but along no direction.
        new("unbounded without a direction", Cone.PositiveSemidefinite, [0, 0, 1], [[1, 0, 0], [0, 1, 0]], [0, -1], null, [Termination.Unbounded]),
        // [p u v; u v 0; v 0 0]: the corner 0 forces v = 0, and then u = 0 (Tunçel's chain of faces, two links).
        new("chain of faces", Cone.PositiveSemidefinite, [0, 0, 0, 0, 0, 0],
            [[1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0]], [0, 1, 0], 0, [Termination.Optimal]),
    ];

    public static RandomInstance Create(Draw draw, string name)
    {
        Example example = Examples[draw.Integer(0, Examples.Length - 1)];
        int rows = example.Constant.Length, columns = example.C.Length;
        double[,] e = example.Cone.IsMatrixCone ? Congruence(draw, rows) : Lorentz(draw, rows);
        var terms = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) terms[i, j] = -example.Terms[j][i];
        }
        var program = new DenseProgram(
            null, example.C, DenseProgram.Times(e, terms), DenseProgram.Times(e, example.Constant), [new ConeBlock(example.Cone, 0, rows, example.Name)]);
        double? value = example.Value;
        if (draw.Chance(0.5))
        {
            DenseProgram other = PlantedPrograms.Optimal(draw);
            value += RandomInstance.State("", other.P, other.C, 0, other.A, other.B, other.Blocks).Evaluate(other.Point!);
            program = Beside(program, other);
        }
        double[,] change = Matrix<double>.Build.DenseOfArray(draw.Matrix(program.Columns, program.Columns)).ToArray();
        for (int j = 0; j < program.Columns; j++) change[j, j] += 2 * Math.Sqrt(program.Columns);
        double[,] back = DenseProgram.Transpose(change);
        program = program with
        {
            A = DenseProgram.Times(program.A, change),
            C = DenseProgram.Times(back, program.C),
            P = program.P is null ? null : DenseProgram.Times(back, DenseProgram.Times(program.P, change)),
        };
        RandomInstance instance = program.ToInstance($"{name}, {example.Name}", Termination.Optimal, RandomInstance.Undecided);
        return instance with { Right = example.True, Value = value };
    }

    /// <summary>Both programs over their own rows and columns.</summary>
    private static DenseProgram Beside(DenseProgram first, DenseProgram second)
    {
        int m = first.Rows, n = first.Columns;
        var a = new double[m + second.Rows, n + second.Columns];
        double[,]? p = second.P is null ? null : new double[n + second.Columns, n + second.Columns];
        Copy(first.A, a, 0, 0);
        Copy(second.A, a, m, n);
        if (p is not null) Copy(second.P!, p, n, n);
        return new DenseProgram(
            p, [.. first.C, .. second.C], a, [.. first.B, .. second.B],
            [.. first.Blocks, .. second.Blocks.Select(block => block with { Start = block.Start + m })]);
    }

    private static void Copy(double[,] from, double[,] to, int row, int column)
    {
        for (int i = 0; i < from.GetLength(0); i++)
        {
            for (int j = 0; j < from.GetLength(1); j++) to[row + i, column + j] = from[i, j];
        }
    }

    /// <summary>X ↦ MXM' on triangles, with a random M not far from orthogonal.</summary>
    private static double[,] Congruence(Draw draw, int rows)
    {
        int n = DenseCones.Places(rows).Max(place => place.Column) + 1;
        Matrix<double> m = draw.Orthogonal(n) * (Matrix<double>.Build.DenseIdentity(n) + 0.3 * Matrix<double>.Build.DenseOfArray(draw.Matrix(n, n)));
        var map = new double[rows, rows];
        foreach ((int i, int j, int to) in DenseCones.Places(rows))
        {
            foreach ((int k, int l, int from) in DenseCones.Places(rows))
                map[to, from] = k == l ? m[i, k] * m[j, k] : (m[i, k] * m[j, l]) + (m[i, l] * m[j, k]);
        }
        return map;
    }

    /// <summary>A boost along the first axis and a rotation of all axes, both of which keep the cone.</summary>
    private static double[,] Lorentz(Draw draw, int rows)
    {
        double rapidity = draw.Uniform(-1, 1);
        Matrix<double> boost = Matrix<double>.Build.DenseIdentity(rows), rotation = Matrix<double>.Build.DenseIdentity(rows);
        boost[0, 0] = boost[1, 1] = Math.Cosh(rapidity);
        boost[0, 1] = boost[1, 0] = Math.Sinh(rapidity);
        rotation.SetSubMatrix(1, 1, draw.Orthogonal(rows - 1));
        return (rotation * boost).ToArray();
    }
}
