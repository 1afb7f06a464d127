namespace Copositive.Solvers.Admm;

/// <summary>
/// The settings of <see cref="AdmmSolver"/>. Defaults suit all programs that the solver takes; <see cref="Modeling.SolveOptions"/> override
/// the first four for one call.
/// </summary>
public sealed class AdmmOptions
{
    /// <summary>
    /// The largest of the six errors of <see cref="Modeling.OptimalityErrors"/> allowed at optimality, measured on the program as given.
    /// Between 0 and 1, exclusive. Default 1e-7.
    /// </summary>
    public double Tolerance { get; set; } = 1e-7;

    /// <summary>The largest number of iterations, each of which projects once onto the cones. At least 1. Default 50 000.</summary>
    public int IterationLimit { get; set; } = 50_000;

    /// <summary>The wall-clock limit; null (the default) for none. Above zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>
    /// The number of threads that share the cones of a projection, the work on a large matrix block, and the rows and columns of products
    /// with A, at least 1. Results depend on it by rounding only, and for a given number are equal bit by bit from run to run. Null (the
    /// default): up to four of the machine's processors for programs whose semidefinite blocks are large enough to gain from it, together
    /// as costly as one of order 120 or more; one thread for all others. Name a number for equal bits on machines of different size.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>
    /// α: the step from the state v towards its image T(v) is v + α(T(v) − v). Above 0 and below 2; 1 is the plain method. Default 1.6.
    /// </summary>
    public double OverRelaxation { get; set; } = 1.6;

    /// <summary>The number of differences kept by Anderson acceleration, 0 (no acceleration) to 100. Default 20.</summary>
    public int AndersonMemory { get; set; } = 20;

    /// <summary>The first iteration that is accelerated. At least 1. Default 10.</summary>
    public int AndersonStart { get; set; } = 10;

    /// <summary>
    /// An accelerated point is taken back when its residual exceeds this many times the last accepted one. Above 1. Default 2.
    /// </summary>
    public double AndersonGrowth { get; set; } = 2;

    /// <summary>The largest number of passes that equilibrate the data (Ruiz 2001), 0 (none) to 25. Default 10.</summary>
    public int ScalingPasses { get; set; } = 10;

    /// <summary>
    /// ρ: the weight of ‖Ax + s − b‖² in the augmented Lagrangian of the scaled program at the start. Between 1e-6 and 1e6. Default 1.
    /// </summary>
    public double Penalty { get; set; } = 1;

    /// <summary>Whether ρ is adapted so that primal and dual residuals fall at the same pace. Default true.</summary>
    public bool AdaptivePenalty { get; set; } = true;

    /// <summary>
    /// How many times stiffer than the rest equality rows are penalised. Between 1e-6 and 1e6. Default 1: stiffer rows slow acceleration
    /// and Newton steps down.
    /// </summary>
    public double EqualityStiffness { get; set; } = 1;

    /// <summary>
    /// σ₀: the proximal weight of x relative to ρ, which keeps the linear systems regular when columns are dependent or empty. Between
    /// 1e-12 and 1. Default 1e-6.
    /// </summary>
    public double ProximalWeight { get; set; } = 1e-6;

    /// <summary>
    /// Whether second-order steps are tried: semismooth Newton steps on the fixed-point equation; an interior-point path, before anything
    /// else and without a warm start only, on small programs over matrices and orthants where that is estimated to be the shorter way, and
    /// later on small programs that converge slowly; and inside the method of multipliers on programs of a single matrix, of order 200 or
    /// more, of which every column of A moves diagonal entries of its own, as in bounds on cuts. Default true.
    /// </summary>
    public bool Newton { get; set; } = true;

    /// <summary>
    /// The largest number of GMRES steps for one Newton direction, 1 to 1000. Default 150: few directions need more than 60, and those that
    /// do are worth it.
    /// </summary>
    public int KrylovLimit { get; set; } = 150;

    internal AdmmOptions Copy() => (AdmmOptions)MemberwiseClone();
}
