using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The face of matrices M = [M_hh xᵀ; x X] that lift points: equations a'x = β M_hh, their products and X's own rows often combine to
/// Σ T_ab v_aᵀMv_b = 0 with T ≻ 0 for the vectors v = (−β, a), and then M v_a = 0 for all of them. (The assignment constraints of a lifted
/// quadratic assignment problem are so, though no single row shows it.) The vectors come from eliminating everything but row h from the
/// equations; a positive definite T is looked for by projections in the subspace of those for which the sum is a combination of the
/// equations, and both that and T ≻ 0 are then established in rationals.
/// </summary>
/// <remarks>After Burer, "On the copositive representation …", 2009, and Zhao, Karisch, Rendl and Wolkowicz 1998.</remarks>
internal sealed class HomogeneousFace
{
    private const int MaxOrder = 400, MaxVectors = 40, MaxEquations = 20_000;
    private const long MaxEntries = 200_000;

    private readonly MatrixEquations _equations;
    private readonly ExactBudget _budget;
    private readonly ExactElimination _elimination;
    private readonly int _h;

    private HomogeneousFace(MatrixEquations equations, int h, ExactBudget budget)
    {
        _equations = equations;
        _budget = budget;
        _h = h;
        _elimination = new ExactElimination(budget);
    }

    /// <summary>The face, with the first or the last index as h; null if none is found.</summary>
    public static ExposedFace? Find(MatrixEquations equations, ExactBudget budget)
    {
        if (equations.Order is < 2 or > MaxOrder || equations.Equations.Count > MaxEquations || equations.NonzeroCount > MaxEntries) return null;
        foreach (int h in (int[])[0, equations.Order - 1])
        {
            if (!IsBordered(equations, h) || !CornerPeeling.MayFollow(equations, h)) continue;
            if (new HomogeneousFace(equations, h, budget).Search() is { } face) return face;
        }
        return null;
    }

    /// <summary>Whether some equation speaks of M_hh, some of other entries of row h, and some has a constant; data of full length are left alone.</summary>
    private static bool IsBordered(MatrixEquations equations, int h)
    {
        bool corner = false, border = false, constant = false;
        int diagonal = SymmetricVector.Index(h, h);
        foreach (var (_, entries, rightHandSide, isInequality) in equations.Equations)
        {
            if (isInequality) continue;
            if (!MatrixEquations.AreShort(entries)) return false;
            constant |= rightHandSide != 0;
            foreach (var (position, _) in entries)
            {
                if (position == diagonal) corner = true;
                else if (!border) border = MatrixEquations.Place(position) is var (i, j) && (i == h || j == h);
            }
        }
        return corner && border && constant;
    }

    private ExposedFace? Search()
    {
        if (!Eliminate() || Corner() is not { Sign: > 0 } corner) return null;
        if (Squares(Stated(corner)) is { } shown) return shown;
        if (Implied(corner) is not { Count: > 0 and <= MaxVectors } vectors || Weights(vectors) is not { } weights) return null;

        // W = Σ T_ab v_a v_bᵀ as a functional; its reduction to nothing names the combination.
        var functional = new Dictionary<int, BigRational>();
        int parameter = 0;
        for (int b = 0; b < vectors.Count; b++)
        {
            for (int a = 0; a <= b; a++, parameter++)
            {
                if (!weights[parameter].IsZero
                    && !ExactElimination.AddMultiple(functional, Product(vectors[a], vectors[b]), weights[parameter], _budget)) return null;
            }
        }
        var history = new Dictionary<int, BigRational>();
        return _elimination.Reduce(functional, history) && functional.Count == 0 ? Face(vectors, history) : null;
    }

    /// <summary>The face of those vectors for which vᵀMv = 0 is a combination of the equations by itself; null if there are none.</summary>
    private ExposedFace? Squares(List<Dictionary<int, BigRational>> vectors)
    {
        var shown = new List<Dictionary<int, BigRational>>();
        var sum = new Dictionary<int, BigRational>();
        foreach (var vector in vectors)
        {
            Dictionary<int, BigRational> square = Product(vector, vector);
            var history = new Dictionary<int, BigRational>();
            if (!_budget.Spend(square.Count) || !_elimination.Reduce(square, history)) return null;
            if (square.Count > 0) continue;
            shown.Add(vector);
            if (!ExactElimination.AddMultiple(sum, history, BigRational.One, _budget)) return null;
        }
        return shown.Count == 0 ? null : Face(shown, sum);
    }

    /// <summary>The face orthogonal to the vectors; the history of the reduction of W to nothing holds −u.</summary>
    private ExposedFace? Face(List<Dictionary<int, BigRational>> vectors, Dictionary<int, BigRational> history)
    {
        var independent = new ExactElimination(_budget);
        var uses = new int[_equations.Order];
        foreach (int i in vectors.SelectMany(v => v.Keys)) uses[i]++;
        foreach (var vector in vectors)
        {
            if (!independent.Add(new(vector), -1, i => uses[i])) return null;
        }
        FaceBasis? basis = FaceBasis.Orthogonal(_equations.Order, [.. independent.Rows.Select(row => (row.Pivot, row.Row))], _budget);
        if (basis is null) return null;
        int[] names = [.. history.Keys.Order()];
        double[] multipliers = Array.ConvertAll(names, name => -history[name].ToDouble());
        int largest = 0;
        for (int k = 1; k < names.Length; k++)
        {
            if (Math.Abs(multipliers[k]) > Math.Abs(multipliers[largest])) largest = k;
        }
        return names.Length == 0 ? null : new ExposedFace(basis, names, multipliers, [names[largest]]);
    }

    /// <summary>Echelon form of the equations, entries outside row h eliminated first and those in few equations before others.</summary>
    private bool Eliminate()
    {
        var uses = new Dictionary<int, int>();
        foreach (var (_, entries, _, _) in _equations.Equations)
        {
            foreach (var (position, _) in entries) uses[position] = uses.GetValueOrDefault(position) + 1;
        }
        var isBorder = new HashSet<int>();
        for (int i = 0; i < _equations.Order; i++) isBorder.Add(SymmetricVector.Index(_h, i));
        int corner = SymmetricVector.Index(_h, _h);
        long Cost(int position) => (isBorder.Contains(position) ? 1L << 40 : 0) + (position == corner ? 1L << 41 : 0) + uses[position];
        foreach (var (name, entries, rightHandSide, isInequality) in _equations.Equations.OrderBy(e => e.Entries.Length))
        {
            if (isInequality) continue;
            Dictionary<int, BigRational> row = SingleEquationFace.Functional(entries);
            if (rightHandSide != 0) row[ExactElimination.Constant] = -BigRational.FromDouble(rightHandSide);
            if (!_elimination.Add(row, name, Cost)) return false;
        }
        return true;
    }

    /// <summary>κ where M_hh = κ follows from the equations; null if it does not, or the budget is spent.</summary>
    private BigRational? Corner()
    {
        var value = new Dictionary<int, BigRational> { [SymmetricVector.Index(_h, _h)] = BigRational.One };
        if (!_elimination.Reduce(value, null) || value.Count != 1) return null;
        return value.TryGetValue(ExactElimination.Constant, out BigRational kappa) ? kappa : null;
    }

    /// <summary>The vectors v with vᵀMe_h = 0 that equations state, which speak of row h alone.</summary>
    private List<Dictionary<int, BigRational>> Stated(BigRational corner)
    {
        var vectors = new List<Dictionary<int, BigRational>>();
        foreach (var (_, entries, rightHandSide, isInequality) in _equations.Equations)
        {
            if (isInequality || !Array.TrueForAll(entries, entry => IsBorder(entry.Position))) continue;
            Dictionary<int, BigRational> row = SingleEquationFace.Functional(entries);
            if (rightHandSide != 0) row[ExactElimination.Constant] = -BigRational.FromDouble(rightHandSide);
            if (VectorOf(row, corner) is { Count: > 0 } vector) vectors.Add(vector);
        }
        return vectors;
    }

    /// <summary>The vectors v with vᵀMe_h = 0 that follow from the equations.</summary>
    private List<Dictionary<int, BigRational>> Implied(BigRational corner)
    {
        var vectors = new List<Dictionary<int, BigRational>>();
        foreach (var (pivot, row, _) in _elimination.Rows)
        {
            if (IsBorder(pivot) && VectorOf(row, corner) is { Count: > 0 } vector) vectors.Add(vector);
        }
        return vectors;
    }

    private bool IsBorder(int position)
    {
        (int i, int j) = MatrixEquations.Place(position);
        return i == _h || j == _h;
    }

    /// <summary>Σ a_k M_hk − β as (a − (β/κ)e_h)ᵀMe_h.</summary>
    private Dictionary<int, BigRational> VectorOf(Dictionary<int, BigRational> row, BigRational corner)
    {
        var vector = new Dictionary<int, BigRational>();
        BigRational own = BigRational.Zero;
        foreach (var (key, coefficient) in row)
        {
            if (key == ExactElimination.Constant)
            {
                own += coefficient / corner;
                continue;
            }
            (int i, int j) = MatrixEquations.Place(key);
            int other = i == _h ? j : i;
            if (other == _h) own += coefficient;
            else vector[other] = coefficient;
        }
        if (!own.IsZero) vector[_h] = own;
        return vector;
    }

    /// <summary>
    /// The triangle of T ≻ 0 for which Σ_ab T_ab v_aᵀMv_b is a combination of the equations: the condition is that what reduction
    /// leaves of it
    /// cancels, entry by entry. Null if none is found.
    /// </summary>
    private BigRational[]? Weights(List<Dictionary<int, BigRational>> vectors)
    {
        var conditions = new Dictionary<int, Dictionary<int, BigRational>>();
        int parameters = 0;
        for (int b = 0; b < vectors.Count; b++)
        {
            for (int a = 0; a <= b; a++, parameters++)
            {
                Dictionary<int, BigRational> rest = Product(vectors[a], vectors[b]);
                if (!_budget.Spend(rest.Count) || !_elimination.Reduce(rest, null)) return null;
                foreach (var (key, value) in rest)
                {
                    if (!conditions.TryGetValue(key, out var condition)) conditions[key] = condition = [];
                    condition[parameters] = value;
                }
            }
        }
        return DefiniteCombination.Find(vectors.Count, conditions.Values, _budget);
    }

    /// <summary>The functional v_aᵀMv_b, or for a ≠ b the sum of it and its transpose.</summary>
    private static Dictionary<int, BigRational> Product(Dictionary<int, BigRational> a, Dictionary<int, BigRational> b)
    {
        bool isSquare = ReferenceEquals(a, b);
        BigRational factor = isSquare ? 1 : 2;
        var functional = new Dictionary<int, BigRational>();
        foreach (var (i, x) in a)
        {
            foreach (var (j, y) in b)
            {
                int key = SymmetricVector.Index(i, j);
                BigRational sum = functional.GetValueOrDefault(key) + factor * x * y;
                if (sum.IsZero) functional.Remove(key);
                else functional[key] = sum;
            }
        }
        return functional;
    }
}
