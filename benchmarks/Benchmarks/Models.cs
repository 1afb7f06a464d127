using Copositive.Modeling;

namespace Copositive.Benchmarks;

/// <summary>Models with a given number of nonzeros in A, written as a user would write them.</summary>
internal static class Models
{
    private const int TermsPerRow = 10;

    /// <summary>Many scalar constraints of ten terms each, over a vector.</summary>
    public static ConicProgram ScalarConstraints(int nonzeros)
    {
        int rows = nonzeros / TermsPerRow;
        var model = new ConicModel("scalar constraints");
        Variable x = model.AddVector("x", rows);
        for (int i = 0; i < rows; i++)
        {
            Expression sum = x[i];
            for (int k = 1; k < TermsPerRow; k++) sum += (1.0 + k) * x[(i + 37 * k) % rows];
            model.Add(sum <= i);
        }
        model.Minimize(x.Sum());
        return model.Compile();
    }

    /// <summary>One matrix inequality M x ≤ 1 with a dense M.</summary>
    public static ConicProgram DenseProduct(int nonzeros)
    {
        int order = (int)Math.Sqrt(nonzeros);
        var matrix = new double[order, order];
        var ones = new double[order];
        for (int i = 0; i < order; i++)
        {
            ones[i] = 1;
            for (int j = 0; j < order; j++) matrix[i, j] = 1.0 / (1 + i + j);
        }
        var model = new ConicModel("dense product");
        Variable x = model.AddVector("x", order);
        model.Add((Expression)matrix * x <= ones);
        model.Minimize(x.Sum());
        return model.Compile();
    }

    /// <summary>A semidefinite matrix variable and inner products with dense matrices.</summary>
    public static ConicProgram InnerProducts(int nonzeros)
    {
        const int Order = 100;
        int count = nonzeros / (Order * (Order + 1) / 2);
        var weights = new double[Order, Order];
        var model = new ConicModel("inner products");
        Variable x = model.AddSymmetric("X", Order).In(Cone.PositiveSemidefinite);
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < Order; i++)
            {
                for (int j = 0; j < Order; j++) weights[i, j] = 1 + (i * j + k) % 7;
            }
            model.Add(x.Inner(weights) == k);
        }
        model.Minimize(x.Trace());
        return model.Compile();
    }

    /// <summary>One vector inequality whose left side is stacked entry by entry, stack = Vertical(stack, a·x[j]): the same trap for shapes.</summary>
    public static ConicProgram OneLongStack(int nonzeros)
    {
        var model = new ConicModel("one long stack");
        Variable x = model.AddVector("x", nonzeros);
        Expression stack = x[0];
        for (int j = 1; j < nonzeros; j++) stack = Expression.Vertical(stack, (1.0 + j % 3) * x[j]);
        model.Add(stack >= 1);
        model.Minimize(x.Sum());
        return model.Compile();
    }

    /// <summary>One constraint whose left side is built term by term, sum = sum + a·x[j]: the classic trap of quadratic copying.</summary>
    public static ConicProgram OneLongSum(int nonzeros)
    {
        var model = new ConicModel("one long sum");
        Variable x = model.AddVector("x", nonzeros);
        Expression sum = x[0];
        for (int j = 1; j < nonzeros; j++) sum += (1.0 + j % 3) * x[j];
        model.Add(sum == 1);
        model.Minimize(x.Sum());
        return model.Compile();
    }
}
