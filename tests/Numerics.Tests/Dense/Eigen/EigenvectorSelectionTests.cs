namespace Copositive.Numerics.Tests;

public class EigenvectorSelectionTests
{
    [Test]
    public void Selected_eigenvectors_are_formed_and_reported(
        [Values("random", "clustered", "rankOne", "negative", "zero", "diagonal")] string kind)
    {
        foreach (int n in new[] { 1, 2, 5, 9, 30, 90 })
        {
            double[] a = TestMatrices.Make(kind, n, n), values = new double[n], q = new double[n * n];
            var solver = new SymmetricEigensolver(n);
            solver.Decompose(a, values, q);
            int negative = values.Count(x => x < 0), positive = values.Count(x => x > 0);
            bool positiveIsSmaller = positive <= negative;
            Expect(EigenvectorSelection.All, 0, n);
            Expect(EigenvectorSelection.Positive, n - positive, positive);
            Expect(EigenvectorSelection.Negative, 0, negative);
            Expect(EigenvectorSelection.SmallerSign, positiveIsSmaller ? n - positive : 0, positiveIsSmaller ? positive : negative);
            Expect(EigenvectorSelection.Range(0, 0), 0, 0);
            Expect(EigenvectorSelection.Range(n / 3, 2), n / 3, Math.Min(2, n - n / 3));
            Expect(EigenvectorSelection.Range(n, 3), n, 0);

            void Expect(EigenvectorSelection selection, int first, int count)
            {
                double[] again = new double[n], rows = new double[n * n];
                (int First, int Count) formed = solver.DecomposePart(a, again, rows, selection);
                Assert.That(formed, Is.EqualTo((first, count)), $"{kind}, n = {n}, {selection}");
                Assert.That(again, Is.EqualTo(values));
                EigenAccuracy.Check(a, n, again, rows, first, count, $"{kind}, n = {n}");
            }
        }
    }

    [Test]
    public void The_default_is_all() => Assert.That(default(EigenvectorSelection), Is.EqualTo(EigenvectorSelection.All));

    [Test]
    public void Negative_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EigenvectorSelection.Range(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => EigenvectorSelection.Range(0, -1));
    }

    [Test]
    public void An_empty_matrix_has_nothing_to_form() =>
        Assert.That(new SymmetricEigensolver(0).DecomposePart([], [], [], EigenvectorSelection.SmallerSign), Is.EqualTo((0, 0)));
}
