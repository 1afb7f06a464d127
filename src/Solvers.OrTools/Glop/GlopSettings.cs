using System.Globalization;
using System.Text;

namespace Copositive.Solvers.OrTools;

/// <summary>The parameters of one run, in the words of GLOP's GlopParameters message.</summary>
internal sealed record GlopSettings(double Tolerance, int Seed, GlopAlgorithm Algorithm, bool Presolve)
{
    // Residuals of about this size are rounding noise of a simplex basis; GLOP calls optimal bases abnormal if asked for less.
    private const double SmallestTolerance = 1e-10;
    private const double LargestTolerance = 1e-6;

    /// <summary>The parameters in protobuf's text format.</summary>
    /// <param name="iterationLimit">The iterations allowed.</param>
    public string ToText(long iterationLimit)
    {
        double inner = Math.Clamp(0.1 * Tolerance, SmallestTolerance, LargestTolerance);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"primal_feasibility_tolerance: {inner:R} dual_feasibility_tolerance: {inner:R} ");
        text.Append("change_status_to_imprecise: false ");
        text.Append(CultureInfo.InvariantCulture, $"random_seed: {Seed} ");
        text.Append(Algorithm == GlopAlgorithm.Dual ? "use_dual_simplex: true " : "use_dual_simplex: false ");
        text.Append(Presolve ? "use_preprocessing: true " : "use_preprocessing: false ");
        text.Append(CultureInfo.InvariantCulture, $"max_number_of_iterations: {iterationLimit}");
        return text.ToString();
    }
}
