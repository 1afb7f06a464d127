using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Modeling;

/// <summary>Results as MathNet vectors and matrices.</summary>
public static class MathNetExtensions
{
    /// <summary>A MathNet vector with a copy of the values.</summary>
    public static Vector<double> ToMathNet(this double[] values) => Vector<double>.Build.DenseOfArray(values);

    /// <summary>A MathNet matrix with a copy of the values.</summary>
    public static Matrix<double> ToMathNet(this double[,] values) => Matrix<double>.Build.DenseOfArray(values);
}
