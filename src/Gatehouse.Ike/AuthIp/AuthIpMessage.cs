using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

/// <summary>A received message, clear or decrypted. Everything in it is well formed; what a clear one says is not authenticated.</summary>
/// <param name="Crypto">The CRYPTO payload; null for the one message without, which carries a DoS cookie.</param>
/// <param name="Content">Header and payloads behind the CRYPTO payload, without padding.</param>
public sealed record AuthIpMessage(CryptoHeader? Crypto, IsakmpMessage Content)
{
    /// <summary>The header as received.</summary>
    public IsakmpHeader Header => Content.Header;

    /// <summary>The CRYPTO payload's number; 0 without.</summary>
    public uint Sequence => Crypto?.Sequence ?? 0;

    /// <summary>The first content of that kind; null when there is none.</summary>
    public T? Find<T>()
        where T : IsakmpBody => Content.Find<T>();

    /// <summary>Every content of that kind, in order.</summary>
    public IEnumerable<T> All<T>()
        where T : IsakmpBody => Content.All<T>();
}
