using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>Changes of a program that keep its optimal value: dependent rows and columns, units, rows that do not bind.</summary>
internal static class Disturbances
{
    /// <summary>
    /// Columns that are copies or combinations of others, or empty; equality rows that follow from others, inequalities and equalities 0'x.
    /// With x = [I T]z every z gives an x, so that the value stays, and (x, 0) is optimal.
    /// </summary>
    public static DenseProgram RankDeficient(DenseProgram program, Draw draw)
    {
        int n = program.Columns, more = draw.Integer(1, 4);
        var map = new double[n, n + more];
        for (int j = 0; j < n; j++) map[j, j] = 1;
        for (int k = 0; k < more; k++)
        {
            int kind = draw.Integer(0, 2);
            if (kind == 0) map[draw.Integer(0, n - 1), n + k] = 1;
            for (int j = 0; kind == 1 && j < n; j++) map[j, n + k] = draw.Normal();
        }
        double[,] back = DenseProgram.Transpose(map);
        program = program with
        {
            A = DenseProgram.Times(program.A, map),
            C = DenseProgram.Times(back, program.C),
            P = program.P is null ? null : DenseProgram.Times(back, DenseProgram.Times(program.P, map)),
            Point = [.. program.Point!, .. new double[more]],
        };

        ConeBlock? equalities = program.Blocks.Find(block => block.Cone.Kind == ConeKind.Zero);
        if (equalities is not null)
        {
            double[,] combine = draw.Matrix(draw.Integer(1, 3), equalities.Rows);
            var part = new double[equalities.Rows, program.Columns];
            for (int i = 0; i < equalities.Rows; i++)
            {
                for (int j = 0; j < program.Columns; j++) part[i, j] = program.A[equalities.Start + i, j];
            }
            double[] b = DenseProgram.Times(combine, program.B[equalities.Start..equalities.End]);
            program = program.WithRows(Cone.Zero, DenseProgram.Times(combine, part), b, new double[b.Length]);
        }
        if (draw.Chance(0.5)) program = program.WithRows(Cone.Zero, new double[2, program.Columns], new double[2], new double[2]);
        return draw.Chance(0.5)
            ? program.WithRows(Cone.Nonnegative, new double[2, program.Columns], [draw.Positive(), 0], new double[2])
            : program;
    }

    /// <summary>Bounds far away, of up to 10^6, and copies of the program's own rows, which change nothing.</summary>
    public static DenseProgram Redundant(DenseProgram program, Draw draw)
    {
        int n = program.Columns, bounds = draw.Integer(1, 2 * n);
        double[,] a = new double[bounds, n];
        var b = new double[bounds];
        for (int k = 0; k < bounds; k++)
        {
            int j = draw.Integer(0, n - 1);
            a[k, j] = draw.Chance(0.5) ? 1 : -1;
            b[k] = Math.Abs(program.Point![j]) + Math.Pow(10, draw.Uniform(0, 6));
        }
        DenseProgram bounded = program.WithRows(Cone.Nonnegative, a, b, new double[bounds]);
        ConeBlock block = program.Blocks[draw.Integer(0, program.Blocks.Count - 1)];
        if (draw.Chance(0.5)) return bounded;
        var copy = new double[block.Rows, n];
        for (int i = 0; i < block.Rows; i++)
        {
            for (int j = 0; j < n; j++) copy[i, j] = program.A[block.Start + i, j];
        }
        return bounded.WithRows(block.Cone, copy, program.B[block.Start..block.End], new double[block.Rows]);
    }

    /// <summary>
    /// Automorphisms of the cones, units of the columns, of b and of c, all powers of 2, so that nothing is rounded: b − Ax ↦ E(b − Ax),
    /// x = Dz, y ↦ E⁻¹y; then x, b ↦ βx, βb and y, c ↦ γy, γc, P ↦ (γ/β)P.
    /// </summary>
    public static DenseProgram BadlyScaled(DenseProgram program, Draw draw)
    {
        double decades = draw.Integer(1, 8), rowDecades = decades * draw.Integer(0, 1), columnDecades = decades * draw.Integer(0, 1);
        double beta = draw.PowerOfTwo(decades * draw.Integer(0, 1)), gamma = draw.PowerOfTwo(decades * draw.Integer(0, 1));
        double[] e = [.. program.Blocks.SelectMany(block => Automorphism(block, rowDecades, draw))];
        double[] d = [.. program.C.Select(_ => draw.PowerOfTwo(columnDecades))];
        var a = (double[,])program.A.Clone();
        var p = (double[,]?)program.P?.Clone();
        for (int j = 0; j < d.Length; j++)
        {
            for (int i = 0; i < e.Length; i++) a[i, j] *= e[i] * d[j];
            for (int i = 0; p is not null && i < d.Length; i++) p[i, j] *= d[i] * d[j] * gamma / beta;
        }
        return program with
        {
            P = p,
            A = a,
            B = [.. program.B.Zip(e, (t, f) => beta * t * f)],
            C = [.. program.C.Zip(d, (t, f) => gamma * t * f)],
            Point = program.Point is null ? null : [.. program.Point.Zip(d, (t, f) => beta * t / f)],
            Dual = program.Dual is null ? null : [.. program.Dual.Zip(e, (t, f) => gamma * t / f)],
        };
    }

    /// <summary>Factors of a block's rows that map the cone onto itself: positive diagonal congruences for matrices.</summary>
    private static double[] Automorphism(ConeBlock block, double decades, Draw draw)
    {
        var factors = new double[block.Rows];
        if (block.Cone.IsMatrixCone)
        {
            double[] d = [.. Enumerable.Range(0, block.Order).Select(_ => draw.PowerOfTwo(decades / 2))];
            foreach ((int i, int j, int k) in DenseCones.Places(block.Rows)) factors[k] = d[i] * d[j];
            return factors;
        }
        if (block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative) return [.. factors.Select(_ => draw.PowerOfTwo(decades))];
        Array.Fill(factors, draw.PowerOfTwo(decades));
        if (block.Cone.Kind == ConeKind.SecondOrder) return factors;
        // 2s₀s₁ ≥ ‖·‖² allows (f/g, fg, f, …).
        double other = draw.PowerOfTwo(decades / 2);
        factors[0] /= other;
        factors[1] *= other;
        return factors;
    }
}
