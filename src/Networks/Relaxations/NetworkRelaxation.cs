using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>
/// The training problem p* = min ½‖Σ_j (Xu_j)₊v_jᵀ − Y‖² + (β/2) Σ_j (‖u_j‖² + ‖v_j‖²), over networks of any width, as a convex program
/// over completely positive cones, one for each cell of the data's arrangement. As stated the program is exact; a
/// solver takes it through an <see cref="Approximation"/>, whose level 0 replaces CP(K_i) by {U ⪰ 0 : F_iUF_iᵀ ≥ 0} with the facets F_i of
/// K_i.
/// </summary>
/// <remarks>
/// <para>
/// Level 0 is exact where every cone has at most four facets: always for d = 2, and up to rank 4 with
/// <see cref="RelaxationOptions.SplitCells"/>. Otherwise its value is a lower estimate. Either way it bounds p* from below only if all cells are
/// present (<see cref="CoversAllCells"/>), and only up to the solver's accuracy; rigorous bounds come from <see cref="Residual"/>, through
/// the oracle of the dual.
/// </para>
/// <para>
/// Every matrix is stated in coordinates in which its cell is round (<see cref="CellFrame"/>): U_i = T_iÛ_iT_iᵀ and V_i = T_iV̂_i. That
/// changes nothing but the conditioning: over narrow cells a first-order method stalls without it.
/// </para>
/// <para>
/// From (V) to (CP): for fixed U' the best V leaves β(½ tr U' + ½ tr VᵀU'⁻¹V), and minimising ½‖F − Y‖² + (β/2) tr Fᵀ(Σ DXU'XᵀD)⁻¹F over
/// the output F gives ½ tr Yᵀ(I + Σ DXU'XᵀD/β)⁻¹Y; U' = 2βU.
/// </para>
/// <para>Source: Sahiner, Ergen, Pauly, Pilanci, "Vector-output ReLU Neural Network Problems are Copositive Programs", ICLR 2021.</para>
/// </remarks>
public sealed class NetworkRelaxation
{
    private NetworkRelaxation(
        RelaxationForm form, TrainingData data, double beta, ConicModel model, IReadOnlyList<RelaxationPiece> pieces, int cellCount, bool coversAllCells)
    {
        Form = form;
        Data = data;
        Beta = beta;
        Model = model;
        Pieces = pieces;
        CellCount = cellCount;
        CoversAllCells = coversAllCells;
    }

    /// <summary>Which of the two programs this is.</summary>
    public RelaxationForm Form { get; }

    /// <summary>The data.</summary>
    public TrainingData Data { get; }

    /// <summary>The weight decay β.</summary>
    public double Beta { get; }

    /// <summary>The program; solve it with any backend that takes the cones of the chosen approximation.</summary>
    public ConicModel Model { get; }

    /// <summary>The cones and their variables. Cells without an active nonzero row add nothing and are left out.</summary>
    public IReadOnlyList<RelaxationPiece> Pieces { get; }

    /// <summary>The number of cells given or listed, those without active rows included.</summary>
    public int CellCount { get; }

    /// <summary>
    /// Whether every cell of the arrangement is known to be present. If not, the optimal value is that of networks with neurons in the
    /// given cells only, and no lower bound of p*.
    /// </summary>
    public bool CoversAllCells { get; }

    /// <summary>States form (V) over all cells of the data's arrangement.</summary>
    /// <param name="data">The data.</param>
    /// <param name="beta">The weight decay β, positive and finite.</param>
    /// <param name="options">Splitting, constant and limit; null for <see cref="RelaxationOptions.Default"/>.</param>
    /// <exception cref="ArrangementLimitException">There may be more cells than the options' limit.</exception>
    public static NetworkRelaxation FormV(TrainingData data, double beta, RelaxationOptions? options = null) =>
        StateV(data, beta, AllCells(data, options), options, coversAllCells: true);

    /// <summary>States form (V) over given cells.</summary>
    /// <param name="data">The data.</param>
    /// <param name="beta">The weight decay β, positive and finite.</param>
    /// <param name="cells">Cells of the data's arrangement, each at most once.</param>
    /// <param name="options">Splitting and constant; null for <see cref="RelaxationOptions.Default"/>.</param>
    public static NetworkRelaxation FormV(TrainingData data, double beta, IEnumerable<Arrangement> cells, RelaxationOptions? options = null) =>
        StateV(data, beta, cells, options, coversAllCells: false);

    /// <summary>States form (CP) over all cells of the data's arrangement.</summary>
    /// <param name="data">The data.</param>
    /// <param name="beta">The weight decay β, positive and finite.</param>
    /// <param name="options">Splitting, constant and limit; null for <see cref="RelaxationOptions.Default"/>.</param>
    /// <exception cref="ArrangementLimitException">There may be more cells than the options' limit.</exception>
    public static NetworkRelaxation FormCp(TrainingData data, double beta, RelaxationOptions? options = null) =>
        StateCp(data, beta, AllCells(data, options), options, coversAllCells: true);

    /// <summary>States form (CP) over given cells.</summary>
    /// <param name="data">The data.</param>
    /// <param name="beta">The weight decay β, positive and finite.</param>
    /// <param name="cells">Cells of the data's arrangement, each at most once.</param>
    /// <param name="options">Splitting and constant; null for <see cref="RelaxationOptions.Default"/>.</param>
    public static NetworkRelaxation FormCp(TrainingData data, double beta, IEnumerable<Arrangement> cells, RelaxationOptions? options = null) =>
        StateCp(data, beta, cells, options, coversAllCells: false);

    /// <summary>
    /// The residual Z = Y − Σ D_iXV_i of a point, n·c values row by row: at the optimum of the exact program the solution of the
    /// semi-infinite dual, and near it the Z from which a rigorous bound is made. In form (CP) Z = (I + 2 Σ (D_iX)U_i(D_iX)ᵀ)⁻¹Y.
    /// </summary>
    /// <param name="point">A point of the model's variables, such as a result's X.</param>
    /// <exception cref="ArgumentException">The point has the wrong length, or form (CP)'s matrix is not positive definite at
    /// it.</exception>
    public double[] Residual(ReadOnlySpan<double> point)
    {
        var columns = Model.Variables[^1].Start + Model.Variables[^1].ColumnCount;
        if (point.Length != columns) throw new ArgumentException($"The model has {columns} columns, but the point {point.Length} entries.", nameof(point));
        return Form == RelaxationForm.V ? RelaxationResidual.OfV(Data, Pieces, point) : RelaxationResidual.OfCp(Data, Pieces, point);
    }

    private static IEnumerable<Arrangement> AllCells(TrainingData data, RelaxationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new ArrangementEnumerator(data).Enumerate((options ?? RelaxationOptions.Default).CellLimit);
    }

    private static NetworkRelaxation StateV(
        TrainingData data, double beta, IEnumerable<Arrangement> cells, RelaxationOptions? options, bool coversAllCells)
    {
        options = Check(data, beta, cells, options);
        var c = data.Outputs;
        var model = new ConicModel("ReLU network, form (V)");
        var residual = model.AddMatrix("Z", data.Samples, c);
        Expression output = new double[data.Samples, c];
        Expression trace = 0.0;
        var pieces = new List<RelaxationPiece>();
        var listed = cells.ToList();
        foreach (var part in Parts(listed, data, options))
        {
            // CP(K × R^c) is the set of [U V; Vᵀ W] ⪰ 0 with U ∈ CP(K): K × R^c has the facets of K, with zeros for the last c coordinates.
            var frame = CellFrame.Of(part);
            var r = frame.Rank;
            var block = model.AddSymmetric($"B{pieces.Count}", r + c).In(Cone.CompletelyPositiveOver(WithFreeCoordinates(frame.Cone, c)));
            output += Expression.Constant(frame.ActiveRows(data, part.Cell)) * block[..r, r..];
            trace += block.Diagonal().Dot([.. frame.SquaredLengths, .. Enumerable.Repeat(1.0, c)]);
            pieces.Add(new RelaxationPiece(part, frame, block));
        }
        model.Add("residual", residual == data.ToTargets() - output);
        model.Minimize(0.5 * residual.SumOfSquares() + (0.5 * beta * trace + options.Constant));
        return new NetworkRelaxation(RelaxationForm.V, data, beta, model, pieces, listed.Count, coversAllCells);
    }

    private static NetworkRelaxation StateCp(
        TrainingData data, double beta, IEnumerable<Arrangement> cells, RelaxationOptions? options, bool coversAllCells)
    {
        options = Check(data, beta, cells, options);
        var (n, c) = (data.Samples, data.Outputs);
        var model = new ConicModel("ReLU network, form (CP)");
        var t = model.AddSymmetric("T", c);
        var identity = new double[n, n];
        for (var i = 0; i < n; i++) identity[i, i] = 1;
        Expression gram = identity;
        Expression trace = 0.0;
        var pieces = new List<RelaxationPiece>();
        var listed = cells.ToList();
        foreach (var part in Parts(listed, data, options))
        {
            var frame = CellFrame.Of(part);
            var u = model.AddSymmetric($"U{pieces.Count}", frame.Rank).In(Cone.CompletelyPositiveOver(frame.Cone));
            var rows = frame.ActiveRows(data, part.Cell);
            gram += 2 * (Expression.Constant(rows) * u * Expression.Constant(Transposed(rows)));
            trace += u.Diagonal().Dot(frame.SquaredLengths);
            pieces.Add(new RelaxationPiece(part, frame, u));
        }
        var targets = data.ToTargets();
        var schur = Expression.Blocks(new[,] { { t, Expression.Constant(Transposed(targets)) }, { Expression.Constant(targets), gram } });
        model.Add("Schur", schur, Cone.PositiveSemidefinite);
        model.Minimize(0.5 * t.Trace() + beta * beta * trace + options.Constant);
        return new NetworkRelaxation(RelaxationForm.Cp, data, beta, model, pieces, listed.Count, coversAllCells);
    }

    private static RelaxationOptions Check(TrainingData data, double beta, IEnumerable<Arrangement> cells, RelaxationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(cells);
        if (!(beta > 0 && double.IsFinite(beta))) throw new ArgumentOutOfRangeException(nameof(beta), beta, "The weight decay β is positive and finite.");
        options ??= RelaxationOptions.Default;
        if (!double.IsFinite(options.Constant)) throw new ArgumentException($"The constant is {options.Constant}; expected a finite number.", nameof(options));
        return options;
    }

    private static IEnumerable<CellPart> Parts(IEnumerable<Arrangement> cells, TrainingData data, RelaxationOptions options)
    {
        foreach (var cell in cells)
        {
            if (cell.Dimension != data.Features || cell.Active.Length != data.Samples)
                throw new ArgumentException($"A cell of {cell.Active.Length} rows in R^{cell.Dimension} is not one of {data.Samples} rows in R^{data.Features}.", nameof(cells));
            if (!HasActiveRow(data, cell)) continue;
            foreach (var part in options.SplitCells ? ConeSplitting.Split(cell) : [CellPart.Whole(cell)]) yield return part;
        }
    }

    private static bool HasActiveRow(TrainingData data, Arrangement cell)
    {
        for (var i = 0; i < data.Samples; i++)
        {
            if (cell.Active[i] && data.Input(i).ContainsAnyExcept(0.0)) return true;
        }
        return false;
    }

    private static double[,] Transposed(double[,] matrix)
    {
        var transposed = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j < matrix.GetLength(1); j++) transposed[j, i] = matrix[i, j];
        }
        return transposed;
    }

    private static PolyhedralCone WithFreeCoordinates(PolyhedralCone cone, int free)
    {
        var facets = new double[cone.Count, cone.Dimension + free];
        for (var f = 0; f < cone.Count; f++)
        {
            for (var j = 0; j < cone.Dimension; j++) facets[f, j] = cone[f, j];
        }
        return PolyhedralCone.FromFacets(facets);
    }
}
