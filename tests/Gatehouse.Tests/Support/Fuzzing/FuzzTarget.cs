namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>Something that reads bytes of strangers, and what must hold whatever they are.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>How it is called on a command line.</summary>
    public abstract string Name { get; }

    /// <summary>Sound inputs, to be damaged.</summary>
    protected abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Words of the format.</summary>
    protected abstract IReadOnlyList<string> Words { get; }

    /// <summary>The input of a seed.</summary>
    public byte[] Input(int seed)
    {
        var first = Seeds[(seed & int.MaxValue) % Seeds.Count];
        var second = Seeds[((seed & int.MaxValue) / Seeds.Count) % Seeds.Count];
        return new Mutator(seed, Words).Mutate(first, second);
    }

    /// <summary>Throws when something that must hold does not.</summary>
    public abstract void Check(byte[] input);

    public virtual void Dispose()
    {
        // Most have nothing to give back.
    }
}
