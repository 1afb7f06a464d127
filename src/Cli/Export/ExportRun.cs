using Copositive.Cli.CommandLine;
using Copositive.Copositivity;
using Copositive.Modeling;

namespace Copositive.Cli.Export;

/// <summary>Builds the program of a problem and writes it to a file; prints nothing.</summary>
internal static class ExportRun
{
    /// <summary>The problems that can be exported.</summary>
    public static readonly string[] Problems = ["theta"];

    private const string Sdpa = ".dat-s", Json = ".json";

    /// <summary>Carries out a request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="say">Told in a few words how far the work is.</param>
    /// <returns>The program as it was written.</returns>
    /// <exception cref="BadInputException">The file's extension names no format, or it cannot be written there.</exception>
    public static ConicProgram Run(ExportRequest request, Action<string> say)
    {
        if (!request.File.EndsWith(Sdpa, StringComparison.OrdinalIgnoreCase)
            && !request.File.EndsWith(Json, StringComparison.OrdinalIgnoreCase))
            throw new BadInputException(
                $"{request.File}: the kind '{Path.GetExtension(request.File)}' cannot be written; expected {Sdpa} (SDPA sparse) or {Json}");
        InputPath.RequireWritable(request.File);
        Graph graph = GraphReader.Read(InputPath.RequireFile(request.Input));
        ConicProgram program = new ThetaProblem(request.Clique ? graph.Complement() : graph, request.Nonnegative).ToProgram();
        say($"writing {request.File}");
        if (request.File.EndsWith(Sdpa, StringComparison.OrdinalIgnoreCase)) SdpaWriter.Write(program, request.File);
        else ProblemJson.Write(program, request.File);
        return program;
    }
}
