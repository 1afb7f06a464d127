using System.CommandLine;
using Copositive.Cli.CommandLine;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary>The options of <c>copositive network</c>.</summary>
internal sealed class NetworkOptions
{
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "Training data: .csv with a header x1..xd and then label (0-based classes) or y1..yc",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _demo = new("--demo")
    {
        Description = "Generated data in place of a file: spiral",
        HelpName = "spiral",
        CustomParser = result =>
        {
            string word = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (word == "spiral") return word;
            result.AddError($"--demo {word} is not in this version; available: spiral");
            return null;
        },
    };

    private readonly Option<double?> _beta = NumericOption.Real(
        "--beta", "The weight decay β (required)", value => value is >= 1e-12 and <= 1e12, "a number from 1e-12 to 1e12");
    private readonly Option<string> _labels = ChoiceOption.Create("--labels", "How a label column becomes targets", "one-hot", "raw");
    private readonly Option<bool> _standardize = new("--standardize") { Description = "Bring every input to mean 0 and population deviation 1" };
    private readonly Option<bool> _bias = new("--bias") { Description = "Give every neuron a (regularised) bias" };
    private readonly Option<string> _architecture = ChoiceOption.Create("--architecture", "The network's architecture", "fc");
    private readonly Option<string> _method = ChoiceOption.Create("--method", "How to bound or train", "exact", "relax");
    private readonly Option<int?> _level = NumericOption.Integer("--level", "The level of the relaxation; this version has level 0", 0);
    private readonly Option<double?> _gap = NumericOption.Real(
        "--gap", "The gap (upper − lower)/max(1, |upper|) at which training ends; default 1e-8",
        value => value is >= 1e-12 and < 1, "a number from 1e-12 to 1");
    private readonly Option<double?> _timeLimit = TimeLimitOption.Create();
    private readonly Option<int?> _seed = NumericOption.Integer("--seed", "The seed of generated data and of random starts; default 0", 0);
    private readonly Option<string?> _plot = InputPath.Option("--plot", "Write a picture of the decision regions and of the gap closing, as PNG");
    private readonly Option<string?> _save = InputPath.Option("--save", "Write the weights, as JSON {u: m×d, v: m×c}");
    private readonly Option<string?> _certify = InputPath.Option("--certify", "Bound how far the network in this file (as of --save) is from the optimum");

    /// <summary>Adds the options to the command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_data);
        foreach (Option option in new Option[]
            { _demo, _beta, _labels, _standardize, _bias, _architecture, _method, _level, _gap, _timeLimit, _seed, _plot, _save, _certify })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool hasFile = result.GetResult(_data)?.Tokens.Count > 0, hasDemo = result.GetResult(_demo) is { Implicit: false };
            if (hasFile == hasDemo) result.AddError(hasFile ? "give either DATA or --demo, not both" : "give the data: a .csv file, or --demo spiral");
            if (result.GetResult(_beta) is null) result.AddError("--beta is required, the weight decay, as in --beta 0.1");
        });
    }

    /// <summary>The request of a command line.</summary>
    /// <exception cref="BadInputException">Options contradict each other or ask for what this version does not offer.</exception>
    public NetworkRequest Read(ParseResult parsed)
    {
        var request = new NetworkRequest
        {
            File = parsed.GetValue(_data),
            Beta = parsed.GetValue(_beta)!.Value,
            Labels = parsed.GetValue(_labels) == "raw" ? LabelEncoding.Raw : LabelEncoding.OneHot,
            Standardize = parsed.GetValue(_standardize),
            Bias = parsed.GetValue(_bias),
            Relax = parsed.GetValue(_method) == "relax",
            Gap = parsed.GetValue(_gap) ?? NetworkRequest.DefaultGap,
            TimeLimit = TimeLimitOption.ToTimeSpan(parsed.GetValue(_timeLimit)),
            Seed = parsed.GetValue(_seed) ?? 0,
            Plot = parsed.GetValue(_plot),
            Save = parsed.GetValue(_save),
            Certify = parsed.GetValue(_certify),
        };
        if (parsed.GetValue(_level) is > 0 and var level) throw new BadInputException($"--level {level} is not in this version; available: 0");
        if (!request.Relax) return request;
        (string Name, string? Path)[] needNetwork = [("--plot", request.Plot), ("--save", request.Save), ("--certify", request.Certify)];
        foreach ((string name, string? path) in needNetwork)
        {
            if (path is not null) throw new BadInputException($"{name} needs a network, which --method relax does not give; use --method exact");
        }
        return request;
    }
}
