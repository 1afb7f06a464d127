using System.CommandLine;
using Copositive.Cli.CommandLine;

namespace Copositive.Cli.Decisions;

/// <summary>The MATRIX argument.</summary>
internal static class MatrixArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() =>
        InputPath.Argument("MATRIX", "A symmetric matrix: a text of rows, .mtx (Matrix Market) or .json");
}
