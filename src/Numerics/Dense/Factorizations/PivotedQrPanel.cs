using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The operands of <see cref="PivotedQrPanel{TLanes,TVector}"/>: a matrix of which the first rows and columns are finished.
/// </summary>
internal unsafe struct PivotedQrOperands
{
    /// <summary>The matrix and the distance between its rows.</summary>
    public double* A;
    public nint Stride;
    public int Rows, Columns;

    /// <summary>The first row and column of the panel, and the most columns it may have.</summary>
    public int First, MostColumns;

    /// <summary>The vectors from row First on, and the distance between their rows.</summary>
    public double* V;
    public nint VStride;

    /// <summary>Receives the reflections' factors.</summary>
    public double* Tau;

    /// <summary>Rows that take what the reflections subtract from the matrix, A − VF.</summary>
    public double* F;

    /// <summary>The norms of what is left of the columns, as updated and as last computed.</summary>
    public double* Norms, ComputedNorms;

    /// <summary>Work space of one entry a row.</summary>
    public double* Column;
}

/// <summary>
/// Eliminates a panel of a QR factorisation with column pivoting: each step brings only the pivot column and the pivot row up to date,
/// and the rest of the matrix follows at the end by one product (Quintana-Ortí, Sun and Bischof, "A BLAS-3 version of the QR
/// factorization with column pivoting", 1998; norms updated after Drmač and Bujanović 2008).
/// </summary>
internal static unsafe class PivotedQrPanel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    private const int Rows = 8;

    /// <summary>√u: below it an updated norm has lost too many digits.</summary>
    private const double Unreliable = 1.0536712127723509e-08;

    /// <summary>
    /// Records which column was exchanged with column j; returns the number of columns eliminated: fewer than allowed when norms have to
    /// be computed anew.
    /// </summary>
    public static int Eliminate(in PivotedQrOperands o, int[] exchanges)
    {
        bool reliable = true;
        int q = 0;
        for (; q < o.MostColumns && reliable; q++)
        {
            int j = o.First + q, rows = o.Rows - j, rest = o.Columns - j - 1;
            int pivot = j + TensorPrimitives.IndexOfMax(new ReadOnlySpan<double>(o.Norms + j, o.Columns - j));
            exchanges[j] = pivot;
            Exchange(in o, j, pivot, q);
            double* v = o.V + q * o.VStride, row = o.A + j * o.Stride;
            LoadColumn(in o, j, q);
            var column = new Span<double>(o.Column, rows);
            var reflection = HouseholderReflection.Make(column[0], TensorPrimitives.SumOfSquares<double>(column[1..]));
            o.Tau[q] = reflection.Tau;
            TensorPrimitives.Multiply(column, reflection.Scale, column);
            column[0] = reflection.Tau == 0 ? 0 : 1;
            for (int i = 0; i < q; i++)
                o.V[i * o.VStride + q] = 0;
            for (int i = 0; i < rows; i++)
                v[i * o.VStride + q] = column[i];
            MakeRowOfF(in o, j, q);
            for (int r = 0; r <= q; r += Rows)
                TriangularVectorKernel<TLanes, TVector>.Subtract(
                    o.F + r * o.Stride + j + 1, o.Stride, Math.Min(Rows, q + 1 - r), v + r, row + j + 1, rest);
            row[j] = reflection.Diagonal;
            reliable = UpdateNorms(in o, j, row);
        }
        return q;
    }

    private static void Exchange(in PivotedQrOperands o, int j, int pivot, int q)
    {
        if (pivot == j)
            return;
        o.Norms[pivot] = o.Norms[j];
        o.ComputedNorms[pivot] = o.ComputedNorms[j];
        double* row = o.A;
        for (int i = 0; i < o.Rows; i++, row += o.Stride)
            (row[j], row[pivot]) = (row[pivot], row[j]);
        row = o.F;
        for (int i = 0; i < q; i++, row += o.Stride)
            (row[j], row[pivot]) = (row[pivot], row[j]);
    }

    /// <summary>The pivot column from row j on, with the panel's earlier reflections applied.</summary>
    private static void LoadColumn(in PivotedQrOperands o, int j, int q)
    {
        double* coefficients = stackalloc double[Math.Max(1, q)], products = stackalloc double[Rows];
        for (int r = 0; r < q; r++)
            coefficients[r] = o.F[r * o.Stride + j];
        for (int i = j; i < o.Rows; i += Rows)
        {
            int count = Math.Min(Rows, o.Rows - i);
            TriangularVectorKernel<TLanes, TVector>.Products(o.V + (i - o.First) * o.VStride, o.VStride, count, coefficients, q, products);
            for (int r = 0; r < count; r++)
                o.Column[i - j + r] = o.A[(i + r) * o.Stride + j] - products[r];
        }
    }

    /// <summary>Row q of F: τ(A − VF)'v on the columns after j.</summary>
    private static void MakeRowOfF(in PivotedQrOperands o, int j, int q)
    {
        int rest = o.Columns - j - 1;
        double* f = o.F + q * o.Stride + j + 1, products = stackalloc double[q + 1];
        var target = new Span<double>(f, rest);
        target.Clear();
        new Span<double>(products, q).Clear();
        for (int i = j; i < o.Rows; i += Rows)
        {
            int count = Math.Min(Rows, o.Rows - i);
            double* v = o.Column + (i - j);
            TriangularVectorKernel<TLanes, TVector>.Subtract(o.A + i * o.Stride + j + 1, o.Stride, count, v, f, rest);
            TriangularVectorKernel<TLanes, TVector>.Subtract(o.V + (i - o.First) * o.VStride, o.VStride, count, v, products, q);
        }
        // Both sums have come out negative.
        for (int r = 0; r < q; r += Rows)
            TriangularVectorKernel<TLanes, TVector>.Subtract(
                o.F + r * o.Stride + j + 1, o.Stride, Math.Min(Rows, q - r), products + r, f, rest);
        TensorPrimitives.Multiply(target, -o.Tau[q], target);
    }

    /// <summary>‖x‖² less the square of the entry that went into R; whether no norm has to be computed anew.</summary>
    private static bool UpdateNorms(in PivotedQrOperands o, int j, double* row)
    {
        int c = j + 1;
        bool reliable = true;
        for (; c + TLanes.Count <= o.Columns; c += TLanes.Count)
            reliable &= UpdateNorms<TLanes, TVector>(row + c, o.Norms + c, o.ComputedNorms + c);
        for (; c < o.Columns; c++)
            reliable &= UpdateNorms<LanesScalar<double>, double>(row + c, o.Norms + c, o.ComputedNorms + c);
        return reliable;
    }

    /// <summary>One vector of norms. Those that are 0 stay; of unreliable ones, the computed norms become −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool UpdateNorms<TSomeLanes, TSomeVector>(double* row, double* norms, double* computedNorms)
        where TSomeLanes : struct, ILanes<TSomeVector, double>
        where TSomeVector : struct
    {
        TSomeVector zero = TSomeLanes.Zero, one = TSomeLanes.Broadcast(1);
        TSomeVector norm = TSomeLanes.Load(norms), computed = TSomeLanes.Load(computedNorms), isPositive = TSomeLanes.LessThan(zero, norm);
        TSomeVector ratio = TSomeLanes.Divide(TSomeLanes.Abs(TSomeLanes.Load(row)), TSomeLanes.Select(isPositive, norm, one));
        TSomeVector left = TSomeLanes.Multiply(TSomeLanes.Subtract(one, ratio), TSomeLanes.Add(one, ratio));
        left = TSomeLanes.Max(zero, left);
        TSomeVector since = TSomeLanes.Divide(norm, TSomeLanes.Select(isPositive, computed, one));
        TSomeVector digits = TSomeLanes.Multiply(left, TSomeLanes.Multiply(since, since));
        TSomeVector isReliable = TSomeLanes.LessThan(TSomeLanes.Broadcast(Unreliable), TSomeLanes.Select(isPositive, digits, one));
        TSomeLanes.Store(TSomeLanes.Select(isReliable, TSomeLanes.Multiply(norm, TSomeLanes.Sqrt(left)), norm), norms);
        TSomeVector kept = TSomeLanes.Select(isReliable, computed, TSomeLanes.Broadcast(-1));
        TSomeLanes.Store(kept, computedNorms);
        return !TSomeLanes.Any(TSomeLanes.LessThan(kept, zero));
    }
}
