namespace Copositive.Tests;

/// <summary>Seeded corruptions of a small valid text: characters changed, dropped, inserted; spans deleted, repeated, swapped; cut short.</summary>
internal sealed class TextMutations(string text, int seed)
{
    private const string Pool = "0123456789-+.eE,{}()[]:\"\\ \t\n\r\0=*%cpNaInf\u00e9\ufffd\u2028";
    private readonly Random _random = new(seed);

    public string Next()
    {
        var characters = new List<char>(text);
        int edits = 1 + _random.Next(4);
        for (int k = 0; k < edits && characters.Count > 0; k++)
        {
            int at = _random.Next(characters.Count);
            int length = _random.Next(Math.Min(12, characters.Count - at + 1));
            switch (_random.Next(7))
            {
                case 0: characters[at] = Character(); break;
                case 1: characters.RemoveAt(at); break;
                case 2: characters.Insert(at, Character()); break;
                case 3: characters.RemoveRange(at, length); break;
                case 4: characters.InsertRange(_random.Next(characters.Count), characters.GetRange(at, length)); break;
                case 5: characters.RemoveRange(at, characters.Count - at); break;
                default: characters[at] = characters[_random.Next(characters.Count)]; break;
            }
        }
        return new string([.. characters]);
    }

    private char Character() => Pool[_random.Next(Pool.Length)];
}
