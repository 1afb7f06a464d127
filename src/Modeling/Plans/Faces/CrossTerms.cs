using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Prepares a matrix S, semidefinite on a face, for the lift S + tW: in coordinates of the face and its complement that is
/// [S₁₁ S₁₂; S₂₁ S₂₂ + tW₂₂], as near to semidefinite as ‖S₁₂‖² is small beside t. Directions G_k that leave S₁₁ as it is are added by
/// least
/// squares so that S₁₂ is as small as they allow; without them t would have to be large, and rounding with it.
/// </summary>
internal sealed class CrossTerms
{
    private const double Dependent = 1e-9;

    /// <summary>What preparation may cost: directions · n³ and directions² · n².</summary>
    private const double MaxWork = 3e8;

    private readonly int _n;
    private readonly double[] _projector;
    private readonly List<double[]> _basis = [];
    private readonly List<double[]> _triangle = [];
    private readonly List<int> _members = [];

    /// <summary>Orthogonalises the directions' S₁₂.</summary>
    /// <param name="face">The face of S₁₁.</param>
    /// <param name="directions">The triangles G_k.</param>
    public CrossTerms(FaceBasis face, IReadOnlyList<double[]> directions)
    {
        _n = face.Order;
        _projector = new double[_n * _n];
        double work = directions.Count * (double)_n * _n * Math.Max(_n, directions.Count);
        if (directions.Count == 0 || work > MaxWork) return;
        FaceBasis orthonormal = face.Orthonormal();
        var identity = new double[SymmetricVector.Length(face.Rank)];
        for (int a = 0; a < face.Rank; a++) identity[SymmetricVector.Index(a, a)] = 1;
        SymmetricVector.Unpack(orthonormal.Lift(identity), _projector, _n, 1);
        for (int k = 0; k < directions.Count; k++)
        {
            double[] cross = Cross(directions[k]);
            double norm = TensorPrimitives.Norm<double>(directions[k]);
            double[] shares = Orthogonalise(cross);
            double rest = TensorPrimitives.Norm<double>(cross);
            if (!(rest > Dependent * norm)) continue;
            TensorPrimitives.Divide(cross, rest, cross);
            shares[^1] = rest;
            _basis.Add(cross);
            _triangle.Add(shares);
            _members.Add(k);
        }
    }

    /// <summary>The multiples of the directions to add to a matrix, as (direction, factor).</summary>
    /// <param name="triangle">The triangle of S.</param>
    public List<(int Direction, double Factor)> Remove(double[] triangle)
    {
        if (_basis.Count == 0) return [];
        double[] shares = Orthogonalise(Cross(triangle));
        for (int j = _basis.Count - 1; j >= 0; j--)
        {
            shares[j] /= _triangle[j][j];
            for (int i = 0; i < j; i++) shares[i] -= _triangle[j][i] * shares[j];
        }
        return [.. _members.Select((direction, k) => (direction, -shares[k]))];
    }

    /// <summary>Takes off the parts along the basis and returns them, with one place more.</summary>
    private double[] Orthogonalise(double[] vector)
    {
        var shares = new double[_basis.Count + 1];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < _basis.Count; k++)
            {
                double share = TensorPrimitives.Dot<double>(_basis[k], vector);
                shares[k] += share;
                TensorPrimitives.MultiplyAdd(_basis[k], -share, vector, vector);
            }
        }
        return shares;
    }

    /// <summary>ΠS(I − Π), Π the projector onto the face's range.</summary>
    private double[] Cross(double[] triangle)
    {
        var s = new double[_n * _n];
        SymmetricVector.Unpack(triangle, s, _n, 1);
        var left = new double[_n * _n];
        MultiplyAdd(_projector, s, 1, left);
        var cross = (double[])left.Clone();
        MultiplyAdd(left, _projector, -1, cross);
        return cross;
    }

    private void MultiplyAdd(double[] a, double[] b, double factor, double[] sum)
    {
        for (int i = 0; i < _n; i++)
        {
            Span<double> row = sum.AsSpan(i * _n, _n);
            for (int k = 0; k < _n; k++)
            {
                if (a[i * _n + k] is not 0 and var value) TensorPrimitives.MultiplyAdd(b.AsSpan(k * _n, _n), factor * value, row, row);
            }
        }
    }
}
