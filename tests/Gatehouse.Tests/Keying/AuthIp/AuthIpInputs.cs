using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Tests.Ike;
using Shouldly;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>The inputs of tests/vectors/authip/derived.txt.</summary>
internal static class AuthIpInputs
{
    public const uint MessageId = 0x0a0b0c0d;

    public static readonly byte[] Secret = Bytes(0x00, 32);
    public static readonly byte[] Ni = Bytes(0x10, 32);
    public static readonly byte[] Nr = Bytes(0x30, 32);
    public static readonly byte[] NiQm = Bytes(0x50, 32);
    public static readonly byte[] NrQm = Bytes(0x70, 32);
    public static readonly Spi ToInitiator = new(0x11223344);
    public static readonly Spi ToResponder = new(0x55667788);
    public static readonly EspAlgorithm Esp = new(EspCipher.AesCbc, 128, EspIntegrity.HmacSha1_96);
    public static readonly IsakmpHeader Header5 =
        IsakmpHeader.Create(0x1111111111111111, 0x2222222222222222, ExchangeType.AuthIpMainMode, messageId: MessageId);

    public static byte[] Bytes(int first, int count) => [.. Enumerable.Range(first, count).Select(value => (byte)value)];

    public static byte[] Derived(string name) => IkeVectors.AuthIpDerived(name);

    public static KeyInputs Inputs(PrfAlgorithm hash, int keyBits = 128, AuthIpWireProfile? profile = null) => new(
        new AuthIpSuite(OakleyEncryption.AesCbc, keyBits, hash, null), 0x1111111111111111, 0x2222222222222222, Ni, Nr,
        profile ?? AuthIpWireProfile.Windows2008R2);

    public static AuthIpKeys V1(AuthIpWireProfile? profile = null, PrfAlgorithm hash = PrfAlgorithm.Sha256) =>
        AuthIpKeys.Derive(Inputs(hash, profile: profile), null, Secret)!;

    public static AuthIpKeys V2()
    {
        using var shared = new SecretBytes(Bytes(0x80, 32));
        return AuthIpKeys.Derive(Inputs(PrfAlgorithm.Sha256), shared, [])!;
    }

    public static byte[] IpsecKey(AuthIpKeys keys, Spi spi, EspAlgorithm? algorithm = null, SecretBytes? extended = null)
    {
        using var key = IpsecKeys.Derive(keys, null, extended, MessageId, spi, NiQm, NrQm, algorithm ?? Esp);
        return key.Span.ToArray();
    }

    /// <summary>Messages 1 to 4 of V1; of V3 when the hash says so, in which the attribute of the hash is another.</summary>
    public static byte[][] Messages(PrfAlgorithm hash) =>
    [
        .. Enumerable.Range(1, 4).Select(number =>
        {
            var bytes = Derived($"v1-message-{number}");
            var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x80, 0x02, 0x00, 0x04]);
            if (hash == PrfAlgorithm.Sha1 && at > 0)
                bytes[at + 3] = 2;
            return bytes;
        }),
    ];

    public static Transcript Transcript(TranscriptScope scope, PrfAlgorithm hash, IEnumerable<byte[]> messages)
    {
        var transcript = new Transcript(scope) { Hash = hash };
        foreach (var datagram in messages)
        {
            AuthIpMessageReader.TryReadClear(datagram, out var message, out var error).ShouldBeTrue(error.ToString());
            transcript.Append(message!, datagram);
        }

        return transcript;
    }
}
