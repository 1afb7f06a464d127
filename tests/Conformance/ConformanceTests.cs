using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Copositive.Conformance;

/// <summary>
/// Every backend × every problem, through the library's own path: read, plan, solve, map back, recheck. Expected status and value hold to
/// a relative 1e-5 (or the published value's own rounding); the six errors and rays, recomputed by <see cref="Oracle"/>, to 1e-6.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly ConcurrentDictionary<(string Backend, string Problem), Lazy<Cell>> Cells = new();

    private static IEnumerable<TestCaseData> All() =>
        from problem in ConformanceCase.All()
        from backend in Backend.All
        select new TestCaseData(backend, problem).SetName($"{backend}: {problem}");

    [TestCaseSource(nameof(All))]
    public void Cell_is_right(object backend, object problem)
    {
        Cell cell = CellOf((Backend)backend, (ConformanceCase)problem);
        Assert.That(cell.Fault, Is.Null, $"{backend}, {problem}: {cell.Text}: {cell.Fault}");
    }

    [Test]
    public void Matrix()
    {
        List<ConformanceCase> problems = [.. ConformanceCase.All()];
        var text = new StringBuilder().Append("problem".PadRight(40));
        foreach (Backend backend in Backend.All) text.Append(backend.Key.PadRight(32));
        text.AppendLine();
        List<string> faults = [];
        foreach (ConformanceCase problem in problems)
        {
            text.Append(problem.Expected.Name.PadRight(40));
            foreach (Backend backend in Backend.All)
            {
                Cell cell = CellOf(backend, problem);
                string mark = cell.Fault is null ? "" : " WRONG";
                text.Append(string.Create(CultureInfo.InvariantCulture, $"{cell.Text}{mark} ({cell.Seconds:F2} s)").PadRight(32));
                if (cell.Fault is not null) faults.Add($"{backend}, {problem}: {cell.Fault}");
            }
            text.AppendLine();
        }
        foreach (Backend backend in Backend.All)
        {
            List<Cell> column = [.. problems.Select(problem => CellOf(backend, problem))];
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{backend.Key}: {column.Count(c => c.Fault is null && c.Text != "refused")} solved, {column.Count(c => c.Fault is null && c.Text == "refused")} refused as they should be, {column.Count(c => c.Fault is not null)} wrong, {column.Sum(c => c.Seconds):F1} s");
        }
        TestContext.Out.WriteLine(text);
        Assert.That(faults, Is.Empty, string.Join('\n', faults));
    }

    [Test]
    public void The_fixtures_are_read_and_their_expected_points_have_their_expected_values()
    {
        // Guards against a slip in a fixture: where it states a point, the point's objective is the stated value.
        foreach (ConformanceCase problem in ConformanceCase.Fixtures())
        {
            Modeling.ConicProgram program = problem.Read();
            if (problem.Expected is { X: { } x, Objective: { } value })
                Assert.That(program.Sign * program.Evaluate([.. x]), Is.EqualTo(value).Within(1e-12), $"{problem}");
        }
        Assert.That(ConformanceCase.Fixtures().Count(), Is.GreaterThanOrEqualTo(12));
    }

    private static Cell CellOf(Backend backend, ConformanceCase problem) =>
        Cells.GetOrAdd((backend.Key, problem.File + "/" + problem.Expected.Name), _ => new Lazy<Cell>(() => Cell.Run(backend, problem))).Value;
}
