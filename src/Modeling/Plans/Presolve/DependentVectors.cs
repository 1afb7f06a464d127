using System.Numerics.Tensors;

namespace Copositive.Modeling;

/// <summary>
/// Finds which of some sparse vectors are combinations of the others. Vectors with a component that no other has are independent of the
/// rest and are peeled off, again and again; what remains is orthogonalised (Gram–Schmidt, twice), and a vector is called dependent when at
/// most 1e-10 of its length remains and the combination meets every component within 1e-12 of its terms. Components are first brought to
/// one size, so that neither answer depends on their units.
/// </summary>
internal static class DependentVectors
{
    private const double Tolerance = 1e-10, ComponentTolerance = 1e-12;

    /// <summary>What orthogonalisation may cost: vectors² × components.</summary>
    private const double MaxWork = 1e8;

    /// <summary>A vector and the combination of others, Σ λ_k v_k, that it is.</summary>
    public readonly record struct Dependence(int Vector, int[] Others, double[] Coefficients)
    {
        /// <summary>By how much a number of the vector, such as its right-hand side, differs from the same combination.</summary>
        /// <param name="numbers">The numbers of all vectors.</param>
        /// <param name="terms">The largest term of the difference.</param>
        public double Difference(ReadOnlySpan<double> numbers, out double terms)
        {
            double value = numbers[Vector];
            terms = Math.Abs(value);
            for (int k = 0; k < Others.Length; k++)
            {
                double term = Coefficients[k] * numbers[Others[k]];
                value -= term;
                terms = Math.Max(terms, Math.Abs(term));
            }
            return value;
        }
    }

    /// <summary>The dependent vectors, each with others that are kept; empty if there are none, or too much is left to look at.</summary>
    /// <param name="starts">Where each vector's entries begin, and the end of the last.</param>
    /// <param name="indices">The components of the entries.</param>
    /// <param name="values">The entries.</param>
    /// <param name="components">The number of components.</param>
    /// <param name="isCandidate">The vectors to look at.</param>
    public static List<Dependence> Find(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, int components, bool[] isCandidate)
    {
        int[] left = Peel(starts, indices, components, isCandidate);
        var place = new int[components];
        Array.Fill(place, -1);
        int length = 0;
        foreach (int v in left)
        {
            for (int k = starts[v]; k < starts[v + 1]; k++)
            {
                if (place[indices[k]] < 0) place[indices[k]] = length++;
            }
        }
        if (left.Length < 1 || (double)left.Length * left.Length * length > MaxWork || (double)left.Length * length > MaxWork / 4) return [];
        var dense = new double[left.Length][];
        for (int v = 0; v < left.Length; v++)
        {
            dense[v] = new double[length];
            for (int k = starts[left[v]]; k < starts[left[v] + 1]; k++) dense[v][place[indices[k]]] = values[k];
        }
        ScaleComponents(dense, length);
        return Orthogonalise(dense, left);
    }

    /// <summary>Multiplies each component by the power of two that brings its largest entry into [1, 2).</summary>
    private static void ScaleComponents(double[][] vectors, int length)
    {
        var largest = new double[length];
        foreach (double[] vector in vectors) TensorPrimitives.MaxMagnitude(largest, vector, largest);
        for (int i = 0; i < length; i++)
        {
            int exponent = largest[i] == 0 ? 0 : Math.ILogB(largest[i]);
            foreach (double[] vector in vectors) vector[i] = Math.ScaleB(vector[i], -exponent);
        }
    }

    private static int[] Peel(ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, int components, bool[] isCandidate)
    {
        // The exclusive or of the vectors of a component names the only one once its count is 1.
        var count = new int[components];
        var which = new int[components];
        var stays = (bool[])isCandidate.Clone();
        for (int v = 0; v < stays.Length; v++)
        {
            if (!stays[v]) continue;
            for (int k = starts[v]; k < starts[v + 1]; k++)
            {
                count[indices[k]]++;
                which[indices[k]] ^= v;
            }
        }
        var alone = new Stack<int>();
        for (int i = 0; i < components; i++)
        {
            if (count[i] == 1) alone.Push(i);
        }
        while (alone.TryPop(out int component))
        {
            if (count[component] != 1) continue;
            int v = which[component];
            stays[v] = false;
            for (int k = starts[v]; k < starts[v + 1]; k++)
            {
                int i = indices[k];
                which[i] ^= v;
                if (--count[i] == 1) alone.Push(i);
            }
        }
        var left = new List<int>();
        for (int v = 0; v < stays.Length; v++)
        {
            if (stays[v]) left.Add(v);
        }
        return [.. left];
    }

    private static List<Dependence> Orthogonalise(double[][] vectors, int[] names)
    {
        var found = new List<Dependence>();
        var basis = new List<double[]>();
        var members = new List<int>();
        var triangle = new List<double[]>();
        for (int v = 0; v < vectors.Length; v++)
        {
            double[] vector = [.. vectors[v]];
            double norm = Norm(vector);
            var shares = new double[basis.Count + 1];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < basis.Count; k++)
                {
                    double share = TensorPrimitives.Dot<double>(basis[k], vector);
                    shares[k] += share;
                    TensorPrimitives.MultiplyAdd(basis[k], -share, vector, vector);
                }
            }
            double rest = Norm(vector);
            if (rest <= Tolerance * norm)
            {
                double[] coefficients = SolveTriangle(triangle, shares);
                if (Meets(vectors, v, members, coefficients)) found.Add(new Dependence(names[v], [.. members.Select(k => names[k])], coefficients));
                continue;
            }
            shares[basis.Count] = rest;
            TensorPrimitives.Divide(vector, rest, vector);
            basis.Add(vector);
            members.Add(v);
            triangle.Add(shares);
        }
        return found;
    }

    /// <summary>Whether v − Σ λ_k v_k is, component by component, no more than rounding of its terms.</summary>
    private static bool Meets(double[][] vectors, int v, List<int> members, double[] coefficients)
    {
        for (int i = 0; i < vectors[v].Length; i++)
        {
            double difference = vectors[v][i], terms = Math.Abs(difference);
            for (int k = 0; k < coefficients.Length; k++)
            {
                double term = coefficients[k] * vectors[members[k]][i];
                difference -= term;
                terms += Math.Abs(term);
            }
            if (Math.Abs(difference) > ComponentTolerance * terms) return false;
        }
        return true;
    }

    /// <summary>λ with Rλ = shares, the columns of R listed.</summary>
    private static double[] SolveTriangle(List<double[]> columns, double[] shares)
    {
        double[] solution = shares[..columns.Count];
        for (int j = columns.Count - 1; j >= 0; j--)
        {
            solution[j] /= columns[j][j];
            for (int i = 0; i < j; i++) solution[i] -= columns[j][i] * solution[j];
        }
        return solution;
    }

    private static double Norm(double[] v) => TensorPrimitives.Norm<double>(v);
}
