using System.Buffers.Binary;
using Gatehouse.Crypto.Aes;
using Gatehouse.Crypto.Hashing;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// The initialization vector of one exchange (RFC 2409 appendix B): each message is encrypted with the last ciphertext block of the one before,
/// whichever side sent it. Only a message that was sent, or that was verified, may advance it.
/// </summary>
internal sealed class IvChain
{
    private IvChain(byte[] first) => Current = first;

    /// <summary>The vector of the next message, 16 bytes.</summary>
    public byte[] Current { get; private set; }

    /// <summary>Phase 1 begins with hash(g^xi | g^xr).</summary>
    public static IvChain ForMainMode(PrfAlgorithm hash, byte[] publicI, byte[] publicR) =>
        new(Prf.Hash(hash, publicI, publicR)[..AesCbc.BlockLength]);

    /// <summary>Quick mode and informational begin with hash(last phase 1 block | M-ID).</summary>
    public static IvChain ForExchange(PrfAlgorithm hash, IvChain mainMode, uint messageId)
    {
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, messageId);
        return new IvChain(Prf.Hash(hash, mainMode.Current, id)[..AesCbc.BlockLength]);
    }

    /// <summary>The message was sent or verified.</summary>
    public void Advance(ReadOnlySpan<byte> message) => Current = message[^AesCbc.BlockLength..].ToArray();
}
