using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// The chain of hashes over the messages of an authentication, each hashed with what came before: … hash(#3 | SHA-256(#2 | SHA-256(#1))).
/// A message that is sent again counts once; a failed attempt stays in ([MS-AIPS] 3.1.7.4).
/// </summary>
internal sealed class Transcript(TranscriptScope scope)
{
    private byte[] _chain = [];
    private int _level;

    /// <summary>Before #3 no hash is agreed, so the first two have a fixed one; in extended mode there is no such.</summary>
    public int LevelsBeforeHash { get; init; } = 2;

    /// <summary>The negotiated hash, from #3 on.</summary>
    public PrfAlgorithm Hash { get; set; } = PrfAlgorithm.Sha256;

    /// <summary>Messages in the chain.</summary>
    public int Count => _level;

    /// <summary>A received message.</summary>
    public void Append(AuthIpMessage message, ReadOnlySpan<byte> datagram) =>
        Append(datagram, message.Crypto?.Length ?? 0, message.Content.Chain.Span);

    /// <summary>A clear message this host sends.</summary>
    public void AppendClear(ReadOnlySpan<byte> datagram)
    {
        CryptoHeader.TryRead(datagram[IsakmpHeader.Size..], out var crypto, out _);
        Append(datagram, crypto.Length, datagram[(IsakmpHeader.Size + crypto.Length)..]);
    }

    /// <summary>An encrypted message this host sends, with the payloads inside it: messages are hashed as plain text.</summary>
    public void AppendSealed(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> chain)
    {
        CryptoHeader.TryRead(datagram[IsakmpHeader.Size..], out var crypto, out _);
        Append(datagram, crypto.Length, chain);
    }

    /// <summary>prf(key, chain | suffix): Auth1 with suffix 01, Auth2 with 02.</summary>
    public byte[] Prove(SecretBytes key, byte suffix)
    {
        using var prf = Prf.Begin(Hash, key.Span);
        return prf.Append(_chain).Append(suffix).Finish();
    }

    /// <summary>Auth3 of Auth1 and Auth4 of Auth2, under SKEYID_em.</summary>
    public byte[] ProveExtended(SecretBytes key, byte[] proof, ExtendedProof place)
    {
        using var prf = Prf.Begin(Hash, key.Span);
        prf.Append(_chain);
        if (place == ExtendedProof.InsidePrf)
            return prf.Append(proof).Finish();
        return [.. prf.Finish(), .. proof];
    }

    private void Append(ReadOnlySpan<byte> datagram, int cryptoLength, ReadOnlySpan<byte> chain)
    {
        var end = IsakmpHeader.Size + cryptoLength;
        var front = scope switch
        {
            TranscriptScope.Payloads => default,
            TranscriptScope.CryptoAndPayloads => datagram[IsakmpHeader.Size..end],
            _ => datagram[..end],
        };
        byte[] input = [.. front, .. chain, .. _chain];
        _chain = Prf.Hash(_level < LevelsBeforeHash ? PrfAlgorithm.Sha256 : Hash, input.AsSpan());
        _level++;
    }
}
