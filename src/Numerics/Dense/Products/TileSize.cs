namespace Copositive.Numerics;

/// <summary>A small number as a type argument, so that each size of a register tile is compiled on its own.</summary>
internal interface ITileSize
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>1.</summary>
internal readonly struct One : ITileSize
{
    public static int Value => 1;
}

/// <summary>2.</summary>
internal readonly struct Two : ITileSize
{
    public static int Value => 2;
}

/// <summary>3.</summary>
internal readonly struct Three : ITileSize
{
    public static int Value => 3;
}

/// <summary>4.</summary>
internal readonly struct Four : ITileSize
{
    public static int Value => 4;
}

/// <summary>5.</summary>
internal readonly struct Five : ITileSize
{
    public static int Value => 5;
}

/// <summary>6.</summary>
internal readonly struct Six : ITileSize
{
    public static int Value => 6;
}

/// <summary>7.</summary>
internal readonly struct Seven : ITileSize
{
    public static int Value => 7;
}

/// <summary>8.</summary>
internal readonly struct Eight : ITileSize
{
    public static int Value => 8;
}
