namespace Copositive.Numerics;

/// <summary>What is done to the matrices of a batch; implemented by a struct, so that sharing it out allocates nothing.</summary>
internal interface IBatchWork
{
    /// <summary>Does matrices <paramref name="first"/> … <paramref name="end"/> − 1 with the work space of a part.</summary>
    void Run(int part, int first, int end);
}
