using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>The residual Z of a point of either form, n·c values row by row.</summary>
internal static class RelaxationResidual
{
    /// <summary>Y − Σ D_iXV_i.</summary>
    public static double[] OfV(TrainingData data, IReadOnlyList<RelaxationPiece> pieces, ReadOnlySpan<double> point)
    {
        var c = data.Outputs;
        var residual = data.Y.ToArray();
        foreach (var piece in pieces)
        {
            var v = piece.V(point, c);
            for (var i = 0; i < data.Samples; i++)
            {
                if (!piece.Part.Cell.Active[i]) continue;
                var row = data.Input(i);
                for (var k = 0; k < c; k++)
                {
                    for (var j = 0; j < row.Length; j++) residual[i * c + k] -= row[j] * v[j, k];
                }
            }
        }
        return residual;
    }

    /// <summary>(I + 2 Σ (D_iX)U_i(D_iX)ᵀ)⁻¹Y.</summary>
    public static double[] OfCp(TrainingData data, IReadOnlyList<RelaxationPiece> pieces, ReadOnlySpan<double> point)
    {
        var (n, d, c) = (data.Samples, data.Features, data.Outputs);
        var gram = new double[n * n];
        for (var i = 0; i < n; i++) gram[i * n + i] = 1;
        var image = new double[d];
        foreach (var piece in pieces)
        {
            var u = piece.U(point);
            var cell = piece.Part.Cell;
            for (var i = 0; i < n; i++)
            {
                if (!cell.Active[i]) continue;
                var row = data.Input(i);
                for (var a = 0; a < d; a++)
                {
                    image[a] = 0;
                    for (var b = 0; b < d; b++) image[a] += u[a, b] * row[b];
                }
                for (var l = 0; l <= i; l++)
                {
                    if (cell.Active[l]) gram[i * n + l] += 2 * GramSchmidt.Dot(image, data.Input(l));
                }
            }
        }
        if (!DenseCholesky.TryFactor(gram, n))
            throw new ArgumentException("I + 2 Σ (D_iX)U_i(D_iX)ᵀ is not positive definite at this point; expected a point that is feasible up to a small error.", nameof(point));
        var residual = data.Y.ToArray();
        DenseCholesky.SolveInPlace(gram, n, residual, c);
        return residual;
    }
}
