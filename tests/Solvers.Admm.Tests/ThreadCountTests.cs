using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The number of threads where the caller names none: more than one from a block of order 120 on, or as much work in smaller ones.</summary>
public sealed class ThreadCountTests
{
    [TestCase(119, 1, 8, 1)]
    [TestCase(120, 1, 8, 4)]
    [TestCase(120, 1, 2, 2)]
    [TestCase(120, 1, 1, 1)]
    // 27 · 40³ = 120³.
    [TestCase(40, 26, 8, 1)]
    [TestCase(40, 27, 8, 4)]
    public void Threads_are_for_large_blocks(int order, int count, int processors, int expected)
    {
        int length = SymmetricVector.Length(order), rows = count * length;
        ConeBlock[] blocks = [.. Enumerable.Range(0, count).Select(k => new ConeBlock(Cone.PositiveSemidefinite, k * length, length, $"{k}"))];
        var program = new ConicProgram("", ObjectiveSense.Minimize, null, [], 0, SparseMatrix.Zero(rows, 0), new double[rows], [.. blocks]);
        Assert.That(ThreadCount.For(program, processors), Is.EqualTo(expected));
    }
}
