namespace Copositive.Solvers.InteriorPoint;

/// <summary>How the complementarity of semidefinite matrices is linearised.</summary>
internal enum MatrixDirection
{
    /// <summary>Helmberg, Rendl, Vanderbei and Wolkowicz 1996, Kojima, Shindoh and Hara 1997, Monteiro 1997: the cheapest.</summary>
    Hkm,

    /// <summary>Nesterov and Todd 1997: an eigendecomposition a step more, and less loss of digits near the boundary.</summary>
    NesterovTodd,
}
