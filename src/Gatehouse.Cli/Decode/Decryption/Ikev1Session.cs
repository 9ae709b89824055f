using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Aes;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode.Decryption;

/// <summary>
/// One IKEv1 main mode in a capture. Its vectors are chained (RFC 2409 appendix B), so every message from message 3 on has to be there, once or
/// more often; what is lost leaves the rest of its exchange unreadable.
/// </summary>
internal sealed class Ikev1Session
{
    private readonly Dictionary<string, byte[]> _seen = [];
    private readonly Dictionary<uint, byte[]> _vectors = [];
    private Endpoint? _initiator;
    private PrfAlgorithm? _hash;
    private bool _isAes;
    private byte[]? _publicI;
    private byte[]? _publicR;
    private byte[]? _phase1;

    /// <summary>Takes what a clear main-mode message tells.</summary>
    public void Learn(IsakmpMessage message, Endpoint? source)
    {
        if (message.Header.CookieR == 0)
            _initiator = source;
        else if (message.Find<SaPayload>() is { Proposals: [{ Transforms: [var transform] }] })
        {
            _hash = HashOf(transform.Number(OakleyAttributeType.HashAlgorithm));
            _isAes = transform.Number(OakleyAttributeType.EncryptionAlgorithm) == (ulong)OakleyEncryption.AesCbc;
        }

        if (message.Find<KeyExchangePayload>() is not { } value)
            return;
        // Without addresses the first value is the initiator's.
        var fromInitiator = source is not null && _initiator is not null
            ? source == _initiator
            : _publicI is null || _publicI.AsSpan().SequenceEqual(value.Data.Span);
        if (fromInitiator)
            _publicI = value.Data.ToArray();
        else
            _publicR = value.Data.ToArray();
    }

    /// <summary>Decrypts a message with the vector of its place in its exchange; false with the reason.</summary>
    public bool TryDecrypt(IsakmpHeader header, byte[] datagram, byte[] key, out byte[] plain, out string why)
    {
        plain = [];
        var text = Convert.ToHexString(datagram);
        var body = datagram.AsSpan(IsakmpHeader.Size);
        if (_hash is not null && !_isAes)
        {
            why = "encrypted by a cipher other than AES-CBC, which is all that is decrypted here";
            return false;
        }

        why = "encrypted; its vector depends on earlier messages, which are not in the input";
        if (!_seen.TryGetValue(text, out var vector))
        {
            vector = VectorOf(header);
            if (vector is null)
                return false;
        }

        if (!AesCbc.TryDecrypt(key, vector, body, out plain))
        {
            why = "encrypted; it is no whole number of blocks";
            return false;
        }

        if (_seen.TryAdd(text, vector))
            Advance(header, body[^AesCbc.BlockLength..].ToArray());
        return true;
    }

    private byte[]? VectorOf(IsakmpHeader header)
    {
        if (_hash is not { } hash || _publicI is null || _publicR is null)
            return null;
        if (header.ExchangeType == ExchangeType.IdentityProtection)
            return _phase1 ?? Prf.Hash(hash, _publicI, _publicR)[..AesCbc.BlockLength];
        if (_vectors.TryGetValue(header.MessageId, out var chained))
            return chained;
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, header.MessageId);
        return _phase1 is null ? null : Prf.Hash(hash, _phase1, id)[..AesCbc.BlockLength];
    }

    private void Advance(IsakmpHeader header, byte[] lastBlock)
    {
        if (header.ExchangeType == ExchangeType.IdentityProtection)
            _phase1 = lastBlock;
        else
            _vectors[header.MessageId] = lastBlock;
    }

    private static PrfAlgorithm? HashOf(ulong? number) => number switch
    {
        (ulong)OakleyHash.Md5 => PrfAlgorithm.Md5,
        (ulong)OakleyHash.Sha1 => PrfAlgorithm.Sha1,
        (ulong)OakleyHash.Sha256 => PrfAlgorithm.Sha256,
        (ulong)OakleyHash.Sha384 => PrfAlgorithm.Sha384,
        _ => null,
    };
}
