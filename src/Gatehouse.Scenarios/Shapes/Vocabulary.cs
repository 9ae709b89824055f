using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The words of the document for the values of one type, in the order they are offered to a reader.</summary>
internal sealed class Vocabulary<T>
    where T : notnull
{
    private readonly ImmutableArray<(string Word, T Value)> _entries;

    public Vocabulary(params ImmutableArray<(string Word, T Value)> entries)
    {
        _entries = entries;
        Shape = new ChoiceShape([.. entries.Select(entry => entry.Word)]);
    }

    /// <summary>The shape that accepts these words.</summary>
    public ChoiceShape Shape { get; }

    public bool TryRead(string? word, out T value)
    {
        foreach (var entry in _entries)
        {
            if (entry.Word == word)
            {
                value = entry.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    /// <summary>The value of a word that the shape has accepted.</summary>
    public T Read(string? word) =>
        TryRead(word, out var value) ? value : throw new ArgumentException("the word was not checked against its shape", nameof(word));

    /// <summary>The word for a value.</summary>
    public string WordFor(T value) => _entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;
}
