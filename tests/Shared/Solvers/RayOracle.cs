using Copositive.Modeling;
using Copositive.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Tests;

/// <summary>Checks rays from their definition, with MathNet's eigenvalues and explicit loops.</summary>
internal static class RayOracle
{
    private const double Tolerance = 1e-8;

    public static void CheckInfeasibility(ConicProgram program, double[] y)
    {
        double value = 0;
        var residual = new double[program.Columns];
        for (int i = 0; i < program.Rows; i++) value += program.RowWeights[i] * program.B[i] * y[i];
        for (int j = 0; j < program.Columns; j++)
        {
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++)
            {
                int i = program.A.RowIndices[k];
                residual[j] += program.A.Values[k] * program.RowWeights[i] * y[i];
            }
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(value, Is.EqualTo(-1).Within(1e-12));
            Assert.That(residual.Select(Math.Abs).DefaultIfEmpty().Max(), Is.LessThan(Tolerance * (1 + Largest(y))));
            foreach (ConeBlock block in program.Blocks)
            {
                // Every dual of an equality row is allowed; the other cones are their own duals.
                if (block.Cone.Kind != ConeKind.Zero)
                    Assert.That(Depth(block, block.Of(y)), Is.GreaterThan(-Tolerance * (1 + Largest(y))), block.ToString());
            }
        }
    }

    public static void CheckUnboundedness(ConicProgram program, double[] d)
    {
        double value = 0;
        var slack = new double[program.Rows];
        for (int j = 0; j < program.Columns; j++)
        {
            value += program.C[j] * d[j];
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++)
                slack[program.A.RowIndices[k]] -= program.A.Values[k] * d[j];
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(value, Is.EqualTo(-1).Within(1e-12));
            foreach (ConeBlock block in program.Blocks)
            {
                double depth = block.Cone.Kind == ConeKind.Zero ? -Largest(block.Of(slack)) : Depth(block, block.Of(slack));
                Assert.That(depth, Is.GreaterThan(-Tolerance * (1 + Largest(d))), block.ToString());
            }
        }
    }

    /// <summary>The smallest entry, the margin s₀ − ‖s₁…‖, or the smallest eigenvalue: negative outside the cone.</summary>
    private static double Depth(ConeBlock block, ReadOnlySpan<double> v)
    {
        double[] values = v.ToArray();
        if (block.Cone.Kind == ConeKind.Nonnegative) return values.Min();
        if (block.Cone.Kind == ConeKind.SecondOrder) return values[0] - Math.Sqrt(values.Skip(1).Sum(t => t * t));
        Matrix<double> matrix = Matrix<double>.Build.Dense(block.Order, block.Order, (i, j) => values[SymmetricVector.Index(i, j)]);
        return matrix.Evd(Symmetricity.Symmetric).EigenValues.Real().Minimum();
    }

    private static double Largest(ReadOnlySpan<double> v)
    {
        double largest = 0;
        foreach (double t in v) largest = Math.Max(largest, Math.Abs(t));
        return largest;
    }
}
