namespace Copositive.Networks;

/// <summary>The candidate neurons of column generation: unit directions u_j with their atoms a_j = (Xu_j)₊ and output weights v_j.</summary>
internal sealed class NeuronPool
{
    private readonly TrainingData _data;
    private readonly List<double[]> _directions = [];
    private readonly List<double[]> _atoms = [];
    private double[] _v = [];

    public NeuronPool(TrainingData data) => _data = data;

    /// <summary>The number of candidates.</summary>
    public int Count => _directions.Count;

    /// <summary>The directions u_j.</summary>
    public IReadOnlyList<double[]> Directions => _directions;

    /// <summary>The output weights v_j, row by row; zero for candidates added since <see cref="Accept"/>.</summary>
    public double[] V => _v;

    /// <summary>The atoms, one after the other.</summary>
    public double[] Atoms()
    {
        var atoms = new double[Count * _data.Samples];
        for (var j = 0; j < Count; j++) _atoms[j].CopyTo(atoms, j * _data.Samples);
        return atoms;
    }

    /// <summary>Adds a direction.</summary>
    public void Add(double[] direction)
    {
        var u = (double[])direction.Clone();
        GramSchmidt.Normalize(u);
        var atom = new double[_data.Samples];
        for (var i = 0; i < atom.Length; i++) atom[i] = Math.Max(0, GramSchmidt.Dot(_data.Input(i), u));
        _directions.Add(u);
        _atoms.Add(atom);
        Array.Resize(ref _v, Count * _data.Outputs);
    }

    /// <summary>Takes over output weights and drops the candidates whose weight is below a fraction of the largest.</summary>
    /// <param name="v">m×c, row by row.</param>
    /// <param name="fraction">What counts as zero, relative to the largest ‖v_j‖.</param>
    public void Accept(ReadOnlySpan<double> v, double fraction)
    {
        var c = _data.Outputs;
        var norms = new double[Count];
        double largest = 0;
        for (var j = 0; j < Count; j++)
        {
            norms[j] = DenseRows.Norm(v.Slice(j * c, c));
            largest = Math.Max(largest, norms[j]);
        }

        var kept = 0;
        var weights = new double[Count * c];
        for (var j = 0; j < Count; j++)
        {
            if (!(norms[j] > fraction * largest)) continue;
            (_directions[kept], _atoms[kept]) = (_directions[j], _atoms[j]);
            v.Slice(j * c, c).CopyTo(weights.AsSpan(kept * c));
            kept++;
        }

        _directions.RemoveRange(kept, Count - kept);
        _atoms.RemoveRange(kept, _atoms.Count - kept);
        _v = weights[..(kept * c)];
    }

    /// <summary>A copy that can be changed by itself.</summary>
    public NeuronPool Clone()
    {
        var clone = new NeuronPool(_data);
        clone._directions.AddRange(_directions);
        clone._atoms.AddRange(_atoms);
        clone._v = (double[])_v.Clone();
        return clone;
    }

    /// <summary>The network Σ (x·u_j)₊ v_j, with balanced weights.</summary>
    public TwoLayerNetwork ToNetwork()
    {
        var u = new double[Count * _data.Features];
        for (var j = 0; j < Count; j++) _directions[j].CopyTo(u, j * _data.Features);
        return new TwoLayerNetwork(u, _v, Count, _data.Features, _data.Outputs).Balanced();
    }
}
