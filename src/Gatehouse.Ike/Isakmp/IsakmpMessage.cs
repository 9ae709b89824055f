using System.Collections.Immutable;

namespace Gatehouse.Ike.Isakmp;

/// <summary>A received message in the clear, or after decryption. Everything in it is well formed; nothing in it is authenticated.</summary>
public sealed class IsakmpMessage
{
    private readonly ReadOnlyMemory<byte> _chain;
    private readonly int _offset;

    internal IsakmpMessage(IsakmpHeader header, ImmutableArray<IsakmpPayload> payloads, ReadOnlyMemory<byte> chain, int offset)
    {
        _offset = offset;
        Header = header;
        Payloads = payloads;
        _chain = chain;
    }

    /// <summary>The header as received.</summary>
    public IsakmpHeader Header { get; }

    /// <summary>The payloads in their order.</summary>
    public ImmutableArray<IsakmpPayload> Payloads { get; }

    /// <summary>All payloads as bytes with their generic headers, without encryption padding.</summary>
    public ReadOnlyMemory<byte> Chain => _chain;

    /// <summary>How many payloads have that number.</summary>
    public int Count(PayloadType type)
    {
        var count = 0;
        foreach (var payload in Payloads)
            count += payload.Type == type ? 1 : 0;
        return count;
    }

    /// <summary>The first payload of that number; null when there is none.</summary>
    public IsakmpPayload? Find(PayloadType type)
    {
        foreach (var payload in Payloads)
        {
            if (payload.Type == type)
                return payload;
        }

        return null;
    }

    /// <summary>The first content of that kind; null when there is none.</summary>
    public T? Find<T>()
        where T : IsakmpBody => All<T>().FirstOrDefault();

    /// <summary>Every content of that kind, in order.</summary>
    public IEnumerable<T> All<T>()
        where T : IsakmpBody => Payloads.Select(payload => payload.Content).OfType<T>();

    /// <summary>Everything behind a payload, without encryption padding: the "rest" HASH(1) and HASH(2) cover (RFC 2409 section 5.5).</summary>
    public ReadOnlyMemory<byte> After(IsakmpPayload payload) => _chain[(payload.End - _offset)..];
}
