using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The generalised eigenproblem Hy = θGy of symmetric matrices of any order up to a capacity, G positive definite, without an allocation
/// when the order changes: the matrix is extended by a diagonal block to the next of a few orders.
/// </summary>
internal sealed class SmallEigenproblem
{
    private readonly SymmetricEigensolver[] _solvers;
    private readonly double[] _matrix, _values, _rotation;

    /// <summary>Allocates the work space, for all orders together about 20 times the square of the capacity.</summary>
    public SmallEigenproblem(int capacity)
    {
        var solvers = new List<SymmetricEigensolver>();
        int order = 0;
        while (order < capacity)
        {
            order = Math.Max(order + 8, (order * 5 / 4 + 7) / 8 * 8);
            solvers.Add(new SymmetricEigensolver(order));
        }
        _solvers = [.. solvers];
        _matrix = new double[order * order];
        _rotation = new double[order * order];
        _values = new double[order];
        foreach (SymmetricEigensolver solver in solvers)
        {
            // Makes its work space, too.
            for (int i = 0; i < solver.Order; i++)
                for (int j = 0; j < solver.Order; j++)
                    _matrix[i * solver.Order + j] = 1.0 / (1 + i + j);
            solver.Decompose(_matrix, _values, _rotation);
        }
    }

    /// <summary>M with MGM' = 1 and MHM' = Θ, by rows of k.</summary>
    public ReadOnlySpan<double> Rotation => _rotation;

    /// <summary>Solves the problem; false when G is not positive definite to working precision or an entry is not finite.</summary>
    /// <param name="g">G, k × k by rows; overwritten.</param>
    /// <param name="h">H, k × k by rows, symmetric but for rounding errors; overwritten.</param>
    /// <param name="k">The order.</param>
    /// <param name="values">Receives k values, descending.</param>
    public bool TrySolve(Span<double> g, Span<double> h, int k, Span<double> values)
    {
        if (!double.IsFinite(TensorPrimitives.MaxMagnitude<double>(h)) || !double.IsFinite(TensorPrimitives.MaxMagnitude<double>(g))
            || !DenseCholesky.TryFactor(g, k))
            return false;
        TriangularSolve.Lower(k, g, k, h, k, k);
        TriangularSolve.RightLowerTransposed(k, g, k, h, k, k);
        SymmetricEigensolver solver = SolverOf(k);
        int order = solver.Order;
        Span<double> matrix = _matrix.AsSpan(0, order * order);
        matrix.Clear();
        double below = 0;
        for (int i = 0; i < k; i++)
        {
            double sum = 0;
            for (int j = 0; j < k; j++)
            {
                double value = 0.5 * (h[i * k + j] + h[j * k + i]);
                matrix[i * order + j] = value;
                sum += Math.Abs(value);
            }
            below = Math.Max(below, sum);
        }
        // The further eigenvalues are below all others, by Gershgorin's bound.
        for (int i = k; i < order; i++)
            matrix[i * order + i] = -2 * below;
        solver.Decompose(matrix, _values, _rotation);
        for (int i = 0; i < k; i++)
        {
            values[i] = _values[order - 1 - i];
            _rotation.AsSpan((order - 1 - i) * order, k).CopyTo(_matrix.AsSpan(i * k, k));
        }
        _matrix.AsSpan(0, k * k).CopyTo(_rotation);
        TriangularSolve.RightLower(k, g, k, _rotation, k, k);
        return true;
    }

    private SymmetricEigensolver SolverOf(int k)
    {
        int index = 0;
        while (_solvers[index].Order < k)
            index++;
        return _solvers[index];
    }
}
