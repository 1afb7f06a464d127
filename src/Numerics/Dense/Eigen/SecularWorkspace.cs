namespace Copositive.Numerics;

/// <summary>The arrays of a <see cref="SecularProblem"/>.</summary>
internal sealed unsafe class SecularWorkspace
{
    private readonly AlignedBuffer _poles, _weights, _roots, _origins, _offsets, _orderedPoles, _orderedZ, _exactZ;

    /// <summary>Allocates for problems up to the given order.</summary>
    public SecularWorkspace(int order)
    {
        int length = order + 2 * SecularProblem.Padding;
        _poles = new AlignedBuffer(length);
        _weights = new AlignedBuffer(length);
        _roots = new AlignedBuffer(length);
        _origins = new AlignedBuffer(length);
        _offsets = new AlignedBuffer(length);
        _orderedPoles = new AlignedBuffer(length);
        _orderedZ = new AlignedBuffer(length);
        _exactZ = new AlignedBuffer(length);
    }

    /// <summary>The problem that deflation leaves of diag(d) + ρzz', with the vectors' entries in the order of their kinds.</summary>
    public SecularProblem Set(RankOneDeflation deflation, double* d, double* z, double rho)
    {
        int changed = deflation.ChangedCount;
        double* poles = _poles.Pointer, weights = _weights.Pointer;
        double total = 0;
        for (int k = 0; k < changed; k++)
        {
            int row = deflation.Changed[k], ordered = deflation.Changed[deflation.ByKind[k]];
            poles[k] = d[row];
            weights[k] = rho * z[row] * z[row];
            total += weights[k];
            _orderedPoles.Pointer[k] = d[ordered];
            _orderedZ.Pointer[k] = z[ordered];
        }
        double bound = changed == 0 ? 0 : poles[changed - 1] + total * (1 + 1e-15);
        for (int k = changed; k < changed + SecularProblem.Padding; k++)
        {
            poles[k] = bound;
            weights[k] = 0;
            // Any number that is no root will do: the vectors' weight is zero here.
            _orderedPoles.Pointer[k] = bound + total + 1;
            _orderedZ.Pointer[k] = 0;
        }
        return new SecularProblem
        {
            Count = changed,
            Poles = poles,
            Weights = weights,
            Roots = _roots.Pointer,
            Origins = _origins.Pointer,
            Offsets = _offsets.Pointer,
            OrderedPoles = _orderedPoles.Pointer,
            OrderedZ = _orderedZ.Pointer,
            ExactZ = _exactZ.Pointer,
        };
    }
}
