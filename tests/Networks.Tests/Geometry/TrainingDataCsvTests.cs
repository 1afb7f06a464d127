using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Networks.Tests;

public class TrainingDataCsvTests
{
    [Test]
    public void Labels_become_unit_vectors()
    {
        var data = Read("x1,x2,label\n1,2,0\r\n-3e-1, 4 ,2\n\n5,6,0");
        Assert.That((data.Samples, data.Features, data.Outputs), Is.EqualTo((3, 2, 3)));
        Assert.That(data.ToInputs(), Is.EqualTo(new[,] { { 1, 2 }, { -0.3, 4 }, { 5, 6 } }));
        Assert.That(data.ToTargets(), Is.EqualTo(new double[,] { { 1, 0, 0 }, { 0, 0, 1 }, { 1, 0, 0 } }));
        Assert.That(data.ClassNames, Is.EqualTo(new[] { "0", "1", "2" }));
    }

    [Test]
    public void Raw_labels_are_one_real_target()
    {
        var data = Read("x1,label\n1,-2.5\n3,7\n", LabelEncoding.Raw);
        Assert.That(data.ToTargets(), Is.EqualTo(new[,] { { -2.5 }, { 7 } }));
        Assert.That(data.ClassNames, Is.Null);
    }

    [Test]
    public void Target_columns_are_used_as_they_are([Values] LabelEncoding labels)
    {
        var data = Read("x1,y1,y2\n1,0.5,-1\n", labels);
        Assert.That(data.ToTargets(), Is.EqualTo(new[,] { { 0.5, -1 } }));
    }

    [TestCase("", 1, "empty", TestName = "empty file")]
    [TestCase("\n\n", 2, "empty", TestName = "blank file")]
    [TestCase("x1,label\n", 1, "no rows", TestName = "no rows")]
    [TestCase("1,2,0\n", 1, "x1", TestName = "no header")]
    [TestCase("x1,x2\n1,2\n", 1, "label or y1", TestName = "no targets")]
    [TestCase("x1,x3,label\n1,2,0\n", 1, "'x3'; expected x2, label or y1", TestName = "inputs out of order")]
    [TestCase("x1,y1,y3\n1,2,0\n", 1, "expected y2", TestName = "targets out of order")]
    [TestCase("x1,label,y1\n1,2,0\n", 1, "no column after label", TestName = "columns after the label")]
    [TestCase("x1,x2,label\n1,2,0\n1,2\n", 3, "2 fields; expected 3", TestName = "short row")]
    [TestCase("x1,label\n1,0,5\n", 2, "3 fields; expected 2", TestName = "long row")]
    [TestCase("x1,label\nNaN,0\n", 2, "column x1 is 'NaN'", TestName = "not a number")]
    [TestCase("x1,label\n1e999,0\n", 2, "finite", TestName = "overflow")]
    [TestCase("x1,label\nabc,0\n", 2, "'abc'", TestName = "text")]
    [TestCase("x1,label\n,0\n", 2, "column x1 is ''", TestName = "empty field")]
    [TestCase("x1,label\n1,0.5\n", 2, "label is 0.5", TestName = "fractional label")]
    [TestCase("x1,label\n1,-1\n", 2, "label is -1", TestName = "negative label")]
    [TestCase("x1,label\n1,0\n1,1000000000000\n", 3, "0 to 9999", TestName = "absurd label")]
    [TestCase("x1,y1\n1,0\n\n\n1,\u0007oops\n", 5, "column y1 is '?oops'", TestName = "control characters and blank lines")]
    public void Malformed_input_names_the_line_and_what_was_expected(string text, int line, string message)
    {
        var error = Assert.Throws<InputFormatException>(() => Read(text))!;
        Assert.That(error.Line, Is.EqualTo(line));
        Assert.That(error.File, Is.EqualTo("data.csv"));
        Assert.That(error.Message, Does.StartWith($"data.csv:{line}: ").And.Contain(message));
        Assert.That(error.Message, Does.Not.Contain("\n"));
    }

    [Test]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        using var endless = new RepeatedText('7');
        var error = Assert.Throws<InputFormatException>(() => TrainingDataCsv.Read(endless, "zeros"))!;
        Assert.That(error.Message, Does.Contain("longer than"));
        Assert.That(endless.CharactersRead, Is.LessThan(10_000_000));
    }

    [Test]
    public void Shared_files_have_the_documented_shapes()
    {
        var spiral = TrainingDataCsv.Read(SharedData.Path("networks/spiral.csv"));
        Assert.That((spiral.Samples, spiral.Features, spiral.Outputs), Is.EqualTo((60, 2, 3)));
        var random = TrainingDataCsv.Read(SharedData.Path("networks/random-00.csv"));
        Assert.That((random.Samples, random.Features, random.Outputs), Is.EqualTo((25, 2, 5)));
        var iris = TrainingDataCsv.Read(SharedData.Path("networks/iris.csv"));
        Assert.That((iris.Samples, iris.Features, iris.Outputs), Is.EqualTo((150, 4, 3)));
    }

    private static TrainingData Read(string text, LabelEncoding labels = LabelEncoding.OneHot)
    {
        using var reader = new StringReader(text);
        return TrainingDataCsv.Read(reader, "data.csv", labels);
    }

    private sealed class RepeatedText(char character) : TextReader
    {
        public long CharactersRead { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Fill(character);
            CharactersRead += count;
            return count;
        }
    }
}
