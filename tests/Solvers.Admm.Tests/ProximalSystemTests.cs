using Copositive.Modeling;
using Copositive.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The three factorisations of the x-step, against MathNet's dense solution.</summary>
public sealed class ProximalSystemTests
{
    private const double Weight = 1e-3;

    [Test]
    public void Every_factorisation_solves_the_same_system([Values(false, true)] bool quadratic, [Values(0.05, 1.0, 40.0)] double penalty)
    {
        ConicProgram program = new RandomProgram(23).Add(Cone.Nonnegative, 9).Add(Cone.Zero, 2).Optimal(6, quadratic).Program;
        SparseMatrix a = program.A, transpose = a.Transpose();
        int n = a.Columns;
        Matrix<double> dense = Matrix<double>.Build.Dense(a.Rows, n);
        for (int j = 0; j < n; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++) dense[a.RowIndices[k], j] = a.Values[k];
        }
        Matrix<double> h = dense.Transpose() * dense + Weight * Matrix<double>.Build.DenseIdentity(n);
        if (program.P is { } p)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
                {
                    int i = p.RowIndices[k];
                    h[i, j] += p.Values[k] / penalty;
                    if (i != j) h[j, i] += p.Values[k] / penalty;
                }
            }
        }
        Vector<double> q = Vector<double>.Build.Dense(n, j => j - 2.5), t = Vector<double>.Build.Dense(a.Rows, i => 1.0 / (1 + i));
        double[] expected = h.Solve(q + dense.Transpose() * t).ToArray();
        IProximalSystem[] systems =
        [
            new DenseNormalSystem(a, new ProximalMatrix(a, program.P, Weight)),
            new SparseNormalSystem(a, new ProximalMatrix(a, program.P, Weight)),
            new KktSystem(transpose, program.P, Weight),
        ];
        foreach (IProximalSystem system in systems)
        {
            var x = new double[n];
            system.Refactor(1);
            system.Refactor(penalty);
            system.Solve(q.ToArray(), t.ToArray(), x);
            Assert.That(x, Is.EqualTo(expected).AsCollection.Within(1e-10), system.Description);
        }
    }
}
