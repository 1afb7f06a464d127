namespace Copositive.Networks;

/// <summary>
/// One simplicial cone of the <see cref="ConeSearch"/>, as it lies at one depth of the search: buffers are reused by the next cone of that depth.
/// </summary>
/// <remarks>
/// The cone is {Σ_k w_k r*_k : w ≥ 0}. Its exact rays r* are known through doubles only: r*_k is the exact combination of the exact rays it was
/// cut from, whose weights are doubles, so the children of a cone cover it exactly, and <see cref="RayError"/> carries the rounding:
/// ‖r_k − r*_k‖ ≤ e_k, |a_ik − x_i·r*_k| ≤ e_k (rows have ‖x_i‖ ≤ 1), and ‖G_k − Σ_{i fixed} z_i (x_i·r*_k)‖ ≤ <see cref="SumError"/>_k.
/// </remarks>
internal sealed class ConeLevel
{
    private readonly int _d, _c;

    public ConeLevel(int d, int c)
    {
        (_d, _c) = (d, c);
        Ray = new double[d * d];
        FixedSum = new double[d * c];
        RayError = new double[d];
        SumError = new double[d];
    }

    /// <summary>d rays, each of d coordinates: ray k at k·d.</summary>
    public double[] Ray { get; }

    /// <summary>G: for ray k at k·c the vector Σ z_i (x_i·r_k) over the rows that are nonnegative on the whole cone.</summary>
    public double[] FixedSum { get; }

    /// <summary>e_k.</summary>
    public double[] RayError { get; }

    /// <summary>The error of G_k, including what rows fixed in spite of a rounding-sized part of the other sign contribute.</summary>
    public double[] SumError { get; }

    /// <summary>The number of mixed rows.</summary>
    public int Mixed { get; set; }

    /// <summary>The distance between the rows of the arrays below: at least <see cref="Mixed"/>, a multiple of the vector width, padded with zeros.</summary>
    public int Stride { get; private set; }

    /// <summary>a: x_i·r_k of mixed row i at k·Stride + i.</summary>
    public double[] Value { get; private set; } = [];

    /// <summary>z: component q of mixed row i at q·Stride + i.</summary>
    public double[] Z { get; private set; } = [];

    /// <summary>‖z_i‖, rounded up.</summary>
    public double[] ZNorm { get; private set; } = [];

    /// <summary>Makes room for so many mixed rows, all zero.</summary>
    public void Reserve(int rows)
    {
        var width = System.Numerics.Vector<double>.Count;
        Stride = (rows + width - 1) / width * width;
        Mixed = 0;
        if (ZNorm.Length < Stride)
        {
            Value = new double[_d * Stride];
            Z = new double[_c * Stride];
            ZNorm = new double[Stride];
            return;
        }

        Value.AsSpan(0, _d * Stride).Clear();
        Z.AsSpan(0, _c * Stride).Clear();
        ZNorm.AsSpan(0, Stride).Clear();
    }
}
