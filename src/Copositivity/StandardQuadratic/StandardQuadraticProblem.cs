using System.Diagnostics;
using System.Numerics;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// The standard quadratic problem, min xᵀQx over the standard simplex {x ≥ 0 : eᵀx = 1}, for any symmetric Q (I. Bomze, J. Global Optim. 13 (1998)):
/// <code>min ⟨Q, X⟩ s.t. ⟨E, X⟩ = 1, X completely positive   =   max t s.t. Q − tE copositive.</code>
/// Immutable and safe to share between threads.
/// </summary>
public sealed class StandardQuadraticProblem
{
    private readonly double[,] _q;

    /// <summary>The problem of a matrix, which is copied.</summary>
    /// <param name="q">Q, symmetric, finite, n ≥ 1.</param>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric, is empty, or has an entry that is not finite.</exception>
    public StandardQuadraticProblem(double[,] q)
    {
        _ = IntegerMatrix.From(q);
        _q = (double[,])q.Clone();
    }

    /// <summary>n.</summary>
    public int Order => _q.GetLength(0);

    /// <summary>The completely positive program, with the matrix variable "X", its cone under the same name, and the constraint "sum".</summary>
    public ConicModel ToModel()
    {
        var model = new ConicModel("standard quadratic problem");
        Variable x = model.AddSymmetric("X", Order).In(Cone.CompletelyPositive);
        model.Add("sum", x.Sum() == 1);
        model.Minimize(x.Inner(_q));
        return model;
    }

    /// <summary>The copositive program, with the variable "t" and the constraint "M".</summary>
    public ConicModel ToDualModel()
    {
        var ones = new double[Order, Order];
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j < Order; j++) ones[i, j] = 1;
        }
        var model = new ConicModel("standard quadratic problem, dual");
        Variable t = model.AddVariable("t");
        model.Add("M", (Expression)_q - t * ones, Cone.Copositive);
        model.Maximize(t);
        return model;
    }

    /// <summary>
    /// The value of C^(r), a lower bound, in closed form: p_C^(r) = (r + 2)/(r + 1) · min (xᵀQx − xᵀdiag(Q)/(r + 2)) over the points x of the simplex
    /// with (r + 2)x whole, exactly.
    /// </summary>
    /// <param name="level">r ≥ 0; C(n + r + 1, r + 2) points are looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: I. Bomze, E. de Klerk, Solving standard quadratic optimization problems via linear, semidefinite and copositive programming, J. Global Optim. 24 (2002).</remarks>
    public BigRational LinearBound(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        int n = Order, degree = level + 2;
        BigRational? least = null;
        var exponents = new int[n];
        Visit(0, degree);
        // With γ = (r + 2)x: the value is (γᵀQγ − γᵀdiag Q)/((r + 1)(r + 2)).
        return least!.Value / new BigRational((BigInteger)(level + 1) * degree);

        void Visit(int from, int left)
        {
            if (from == n - 1 || left == 0)
            {
                exponents[from] = left;
                BigRational value = Coefficient(exponents);
                if (least is null || value < least) least = value;
                exponents[from] = 0;
                return;
            }
            for (int power = left; power >= 0; power--)
            {
                exponents[from] = power;
                Visit(from + 1, left - power);
            }
            exponents[from] = 0;
        }
    }

    /// <summary>
    /// The global minimum to any gap, proved: a local search gives a point, and a support search in whole numbers decides whether Q − tE is copositive
    /// for t just below its value. Where it is not, the violation starts the next local search.
    /// </summary>
    /// <param name="options">The gap and limits; null for the defaults.</param>
    /// <param name="progress">Told the best bounds whenever one improves; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public StandardQuadraticResult Solve(
        StandardQuadraticOptions? options = null, IProgress<(double Lower, double Upper)>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new StandardQuadraticOptions();
        options.Validate();
        return new StandardQuadraticSearch(_q, options, progress, cancellationToken).Run();
    }

    private BigRational Coefficient(int[] exponents)
    {
        var sum = new ExactSum();
        for (int i = 0; i < exponents.Length; i++)
        {
            if (exponents[i] == 0) continue;
            sum.AddProduct(_q[i, i], (double)exponents[i] * (exponents[i] - 1));
            for (int j = 0; j < i; j++)
            {
                if (exponents[j] != 0) sum.AddProduct(_q[i, j], 2.0 * exponents[i] * exponents[j]);
            }
        }
        return sum.ToRational();
    }
}
