using System.Diagnostics.CodeAnalysis;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The options of the quick run.</summary>
/// <param name="Json">Whether standard output gets a JSON list instead of a table.</param>
/// <param name="Check">Whether a missed <see cref="Bar"/> makes the exit code 1.</param>
/// <param name="Smoke">Whether only the smallest orders are measured, too briefly for the figures to mean anything.</param>
/// <param name="Kernels">The kernels to measure; all when empty.</param>
internal sealed record QuickOptions(bool Json, bool Check, bool Smoke, IReadOnlyList<string> Kernels)
{
    private const string Usage = "usage: [--quick | --check | --smoke] [--json] [--only KERNEL,…] [--lapack PATH] [--core NAME|auto]";

    /// <summary>Takes --lapack PATH and --core NAME out of the arguments and into the environment, where <see cref="LapackLibrary"/> looks.</summary>
    public static string[] ReadBaseline(string[] arguments)
    {
        var rest = new List<string>();
        for (int k = 0; k < arguments.Length; k++)
        {
            string? variable = arguments[k] switch
            {
                "--lapack" => LapackLibrary.PathVariable,
                "--core" => LapackLibrary.CoreVariable,
                _ => null,
            };
            if (variable is null || k + 1 == arguments.Length)
                rest.Add(arguments[k]);
            else
                Environment.SetEnvironmentVariable(variable, arguments[++k]);
        }
        return [.. rest];
    }

    /// <summary>Reads the options of a quick run; false with a null <paramref name="mistake"/> when none was asked for.</summary>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out QuickOptions? options, out string? mistake)
    {
        (options, mistake) = (null, null);
        bool quick = false, json = false, check = false, smoke = false;
        string[] kernels = [];
        string? unknown = null;
        for (int k = 0; k < arguments.Length; k++)
        {
            switch (arguments[k])
            {
                case "--quick": quick = true; break;
                case "--json": json = true; break;
                case "--check": quick = check = true; break;
                case "--smoke": quick = smoke = true; break;
                case "--only" when k + 1 < arguments.Length: kernels = arguments[++k].Split(','); break;
                default: unknown ??= arguments[k]; break;
            }
        }
        if (!quick)
            return false;
        unknown ??= kernels.FirstOrDefault(kernel => KernelCatalogue.All.All(make => make().Kernel != kernel));
        if (unknown is not null)
        {
            mistake = $"Do not know {unknown}; {Usage}";
            return false;
        }
        options = new QuickOptions(json, check, smoke, kernels);
        return true;
    }
}
