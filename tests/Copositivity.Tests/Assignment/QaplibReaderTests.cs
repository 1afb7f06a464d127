using Copositive.Modeling;
using NUnit.Framework;

namespace Copositive.Copositivity.Tests.Assignment;

[TestFixture]
public sealed class QaplibReaderTests
{
    [Test]
    public void ReadsSizeFlowsAndDistancesAcrossLines()
    {
        QuadraticAssignmentProblem problem = QaplibReader.Read(new StringReader("2\n\n0 1\n2 0 5\n 6 7\n8\n"), "two.dat");
        Assert.That(problem.Name, Is.EqualTo("two"));
        Assert.That((problem.Size, problem.Flow(0, 1), problem.Flow(1, 0)), Is.EqualTo((2, 1.0, 2.0)));
        Assert.That((problem.Distance(0, 0), problem.Distance(0, 1), problem.Distance(1, 0), problem.Distance(1, 1)),
            Is.EqualTo((5.0, 6.0, 7.0, 8.0)));
        // Σ F_ij D_π(i)π(j) = 1·D_01 + 2·D_10 for π the identity.
        Assert.That(problem.Cost([0, 1]), Is.EqualTo(20));
        Assert.That(problem.Cost([1, 0]), Is.EqualTo(19));
        Assert.That(() => problem.Cost([0, 0]), Throws.ArgumentException);
    }

    [TestCase("", "t:1: ", "the number n")]
    [TestCase("1.5", "t:1: ", "the number n")]
    [TestCase("1\n0 0", "t:1: ", "from 2 to")]
    [TestCase("100", "t:1: ", "from 2 to")]
    [TestCase("2\n0 1\n1 x", "t:3: ", "the flow (2, 2)")]
    [TestCase("2\n0 1\n1 0\n0 1\n1", "t:5: ", "the distance (2, 2)")]
    [TestCase("2\n0 1\n1 0\n0 1\n1 0\n7", "t:6: ", "the end of the file")]
    [TestCase("2\n0 1\n1 0\n0 1\n1 1e200", "t: ", "Entry (1, 1) of the distances")]
    public void SaysWhatWasExpectedWhere(string text, string place, string expectation)
    {
        var exception = Assert.Throws<InputFormatException>(() => QaplibReader.Read(new StringReader(text), "t"));
        Assert.That(exception!.Message, Does.StartWith(place).And.Contain(expectation));
    }
}
