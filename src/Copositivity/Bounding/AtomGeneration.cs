using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Bounds by atoms vvᵀ with v ≥ 0: the program over the cone of the atoms is solved, its multiplier M of a completely positive block (the slack of a
/// copositive one) is priced by looking for v with vᵀMv &lt; 0, and those become atoms, until none is found. This is column generation for
/// completely positive, and cutting planes for copositive blocks.
/// </summary>
internal sealed class AtomGeneration
{
    private const int MaxOrder = 200;
    private const int PairOrder = 25;

    /// <summary>Atoms are multiples of this of their largest entry, which keeps their products exact and moves them by nothing that counts.</summary>
    private const double Grain = 1.0 / (1 << 20);

    private readonly BoundingRun _run;
    private readonly ConicProgram _program;
    private readonly BoundingOptions _options;
    private readonly Random _random;
    private readonly ConeBlock[] _blocks;
    private readonly List<double[]> _atoms = [];
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<int, List<double[]>> _seeds = [];
    private readonly bool _applies;

    public AtomGeneration(BoundingRun run, ConicProgram program, BoundingOptions options)
    {
        _run = run;
        _program = program;
        _options = options;
        _random = new Random(options.Seed);
        _blocks = [.. program.Blocks.Where(b => b.Cone is PolyhedralMatrixCone)];
        _applies = _blocks.All(b => b.Cone is PolyhedralMatrixCone { Polyhedron: null } && b.Order <= MaxOrder);
        foreach (int order in _blocks.Select(b => b.Order).Distinct())
        {
            for (int j = 0; j < order; j++)
            {
                for (int i = order <= PairOrder ? 0 : j; i <= j; i++)
                {
                    var atom = new double[order];
                    atom[i] = atom[j] = 1;
                    Add(atom);
                }
            }
        }
    }

    /// <summary>Takes local minima and columns of a relaxation's matrices as atoms.</summary>
    public void Seed(SolveResult relaxation)
    {
        if (!_applies) return;
        for (int k = 0; k < _blocks.Length; k++)
        {
            ConeBlock block = _blocks[k];
            bool isCopositive = block.Cone.Kind == ConeKind.Copositive;
            // The completely positive side: the block itself, or its multiplier.
            if (!(isCopositive ? relaxation.HasDual : relaxation.HasPoint)) continue;
            ReadOnlySpan<double> matrix = isCopositive ? block.Of(relaxation.Y.AsSpan()) : block.Of(_program.Slack(relaxation.X).AsSpan());
            if (!_seeds.TryGetValue(block.Order, out List<double[]>? seeds)) _seeds[block.Order] = seeds = [];
            for (int j = 0; j < block.Order; j++)
            {
                var column = new double[block.Order];
                for (int i = 0; i < block.Order; i++) column[i] = Math.Max(0, matrix[SymmetricVector.Index(i, j)]);
                seeds.Add(column);
            }
            if (isCopositive ? !relaxation.HasPoint : !relaxation.HasDual) continue;
            double[] priced = isCopositive ? block.Of(_program.Slack(relaxation.X).AsSpan()).ToArray() : block.Of(relaxation.Y.AsSpan()).ToArray();
            foreach (double[] seed in seeds.TakeLast(block.Order))
            {
                if (seed.Any(entry => entry > 0)) Add(new SimplexDescent(priced).From(seed).X);
            }
        }
    }

    /// <summary>Prices and solves until no atom is found, the gap is closed or a limit comes.</summary>
    public void Run()
    {
        if (!_applies) return;
        for (int round = 0; round <= _options.MaxRounds && !_run.IsDone && !_run.IsLate; round++)
        {
            _run.Token.ThrowIfCancellationRequested();
            AtomApproximation approximation = Approximation.Atoms(_atoms);
            if (!_blocks.All(b => approximation.SizeOf(b.Order, b.Cone).Fits)) return;
            SolveResult result = _run.Solve(approximation, isCertified: false);
            bool isNew = Price(result);
            // A certificate of every round would cost more than the solve; of the last, it tells what they were worth.
            bool isWorth = _options.Target is { } target && result.PrimalObjective >= target;
            if (!isNew || isWorth || round == _options.MaxRounds || _run.IsLate) _run.Keep(result, approximation);
            if (!isNew) return;
        }
    }

    private bool Price(SolveResult result)
    {
        int before = _atoms.Count;
        double[]? slack = null;
        foreach (ConeBlock block in _blocks)
        {
            double[] matrix;
            if (block.Cone.Kind == ConeKind.CompletelyPositive)
            {
                if (result.Y is null) continue;
                matrix = block.Of(result.Y.AsSpan()).ToArray();
            }
            else
            {
                if (result.X is null) continue;
                // Of a direction it is −Ad that has to be copositive.
                slack ??= result.HasPoint ? _program.Slack(result.X) : Direction(result.X);
                matrix = block.Of(slack.AsSpan()).ToArray();
            }
            double scale = 0;
            foreach (double entry in matrix) scale = Math.Max(scale, Math.Abs(entry));
            IEnumerable<double[]> seeds = _seeds.TryGetValue(block.Order, out List<double[]>? known) ? known : [];
            foreach (double[] atom in new SimplexDescent(matrix).Violations(seeds, _random, 1e-8 * scale)) Add(atom);
        }
        return _atoms.Count > before;
    }

    private double[] Direction(double[] x)
    {
        var slack = new double[_program.Rows];
        _program.A.Multiply(x, slack, alpha: -1, beta: 0);
        return slack;
    }

    private void Add(double[] atom)
    {
        double largest = atom.Max();
        if (!(largest > 0) || !double.IsFinite(largest)) return;
        double[] rounded = Array.ConvertAll(atom, entry => Math.Round(entry / largest / Grain) * Grain);
        if (_known.Add(string.Join(',', rounded))) _atoms.Add(rounded);
    }
}
