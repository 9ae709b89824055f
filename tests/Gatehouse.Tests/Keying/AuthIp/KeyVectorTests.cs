using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.AuthIp;
using Shouldly;
using Xunit;
using static Gatehouse.Tests.Keying.AuthIp.AuthIpInputs;

namespace Gatehouse.Tests.Keying.AuthIp;

public sealed class KeyVectorTests
{
    [Fact]
    public void A_kdf()
    {
        using var first = AKdf.Derive(PrfAlgorithm.Sha256, default, "AuthIP"u8, 40);
        first.Span.ToArray().ShouldBe(Derived("akdf-sha256"));
        using var second = AKdf.Derive(PrfAlgorithm.Sha1, [1, 2], "x"u8, 20);
        second.Span.ToArray().ShouldBe(Derived("akdf-sha1"));
    }

    [Fact]
    public void Keys_of_kerberos_without_diffie_hellman()
    {
        using var keys = V1();
        ShouldBe(keys, "v1");
        IpsecKey(keys, ToInitiator).ShouldBe(Derived("v1-key-to-initiator"));
        IpsecKey(keys, ToResponder).ShouldBe(Derived("v1-key-to-responder"));
        using var extended = AuthIpKeys.DeriveExtended(keys.Inputs, null, Bytes(0xe0, 16));
        extended.Span.ToArray().ShouldBe(Derived("v1-skeyid-em"));
        IpsecKey(keys, ToInitiator, extended: extended).ShouldBe(Derived("v1-em-key-to-initiator"));
    }

    [Fact]
    public void Keys_of_anonymous_with_diffie_hellman()
    {
        using var keys = V2();
        ShouldBe(keys, "v2");
        IpsecKey(keys, ToInitiator).ShouldBe(Derived("v2-key-to-initiator"));
        IpsecKey(keys, ToResponder).ShouldBe(Derived("v2-key-to-responder"));
    }

    [Fact]
    public void Keys_with_sha_1_and_one_longer_than_the_hash()
    {
        using var keys = V1(hash: PrfAlgorithm.Sha1);
        ShouldBe(keys, "v3");
        IpsecKey(keys, ToInitiator).ShouldBe(Derived("v3-key-to-initiator"));
        IpsecKey(keys, ToResponder).ShouldBe(Derived("v3-key-to-responder"));
        using var longer = AuthIpKeys.Derive(Inputs(PrfAlgorithm.Sha1, 256), null, Secret)!;
        longer.SkeyIdE.Span.ToArray().ShouldBe(Derived("v3-skeyid-e-32"));
        longer.CipherKey.Length.ShouldBe(32);
    }

    [Theory]
    [InlineData(TranscriptScope.Payloads, "payloads")]
    [InlineData(TranscriptScope.CryptoAndPayloads, "crypto")]
    [InlineData(TranscriptScope.WholeMessage, "message")]
    public void Proofs_in_every_scope(TranscriptScope scope, string name)
    {
        using var keys = V1();
        var transcript = Transcript(scope, PrfAlgorithm.Sha256, Messages(PrfAlgorithm.Sha256));
        transcript.Prove(keys.SkeyId, 1).ShouldBe(Derived($"v1-auth1-{name}"));
        transcript.Prove(keys.SkeyId, 2).ShouldBe(Derived($"v1-auth2-{name}"));
    }

    [Fact]
    public void Proofs_with_sha_1_keep_sha_256_for_the_first_two_messages()
    {
        using var keys = V1(hash: PrfAlgorithm.Sha1);
        var transcript = Transcript(TranscriptScope.Payloads, PrfAlgorithm.Sha1, Messages(PrfAlgorithm.Sha1));
        transcript.Prove(keys.SkeyId, 1).ShouldBe(Derived("v3-auth1"));
        transcript.Prove(keys.SkeyId, 2).ShouldBe(Derived("v3-auth2"));
    }

    [Fact]
    public void A_sent_message_enters_the_chain_as_a_received_one()
    {
        foreach (var scope in Enum.GetValues<TranscriptScope>())
        {
            var sent = new Transcript(scope);
            foreach (var datagram in Messages(PrfAlgorithm.Sha256))
                sent.AppendClear(datagram);
            using var keys = V1();
            sent.Prove(keys.SkeyId, 1).ShouldBe(Transcript(scope, PrfAlgorithm.Sha256, Messages(PrfAlgorithm.Sha256)).Prove(keys.SkeyId, 1));
        }
    }

    [Fact]
    public void Extended_proofs_stand_inside_the_prf_or_outside()
    {
        using var key = new SecretBytes(Bytes(0x40, 32));
        byte[] proof = [1, 2, 3];
        var chain = SHA256.HashData(Derived("v1-message-1").AsSpan(36));
        var transcript = Transcript(TranscriptScope.Payloads, PrfAlgorithm.Sha256, [Derived("v1-message-1")]);
        transcript.ProveExtended(key, proof, ExtendedProof.InsidePrf).ShouldBe(HMACSHA256.HashData(key.Span, [.. chain, .. proof]));
        transcript.ProveExtended(key, proof, ExtendedProof.OutsidePrf).ShouldBe([.. HMACSHA256.HashData(key.Span, chain), .. proof]);
    }

    [Fact]
    public void Message_5_and_7_are_sealed_byte_for_byte_and_opened()
    {
        using var keys = V1();
        var header7 = Header5 with { ExchangeType = ExchangeType.AuthIpQuickMode };
        byte[] inner = [.. Derived("v1-message-5-inner"), 0, (byte)PayloadType.Hash];
        AuthIpMessageReader.TryReadPlain(Header5, default, inner, out var content, out _).ShouldBeTrue();
        var payloads = content!.Content.Payloads.Select(payload => payload.Content).ToArray();
        MessageProtection.Seal(Header5, 2, payloads, keys, 16, Bytes(0xa0, 16)).ShouldBe(Derived("v1-message-5"));
        MessageProtection.Seal(header7, 0, [AuthIpNotifies.Synchronize()], keys, 16, Bytes(0xc0, 16)).ShouldBe(Derived("v1-message-7"));

        AuthIpMessageReader.TryReadHeader(Derived("v1-message-5"), out var header, out _).ShouldBeTrue();
        MessageProtection.TryOpen(Derived("v1-message-5"), header, keys, 16, out var opened).ShouldBeTrue();
        opened!.Content.Chain.ToArray().ShouldBe(Derived("v1-message-5-inner"));
        opened.Sequence.ShouldBe(2u);
    }

    [Fact]
    public void One_flipped_bit_anywhere_closes_a_sealed_message()
    {
        using var keys = V1();
        var message = Derived("v1-message-7");
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            // The header's length counts as zero, so a wrong one is found by the header's check.
            if (bit / 8 is >= 24 and < 28)
                continue;
            var flipped = message.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (AuthIpMessageReader.TryReadHeader(flipped, out var header, out _))
                MessageProtection.TryOpen(flipped, header, keys, 16, out _).ShouldBeFalse($"bit {bit}");
        }
    }

    [Fact]
    public void An_icv_over_the_true_length_is_refused()
    {
        using var keys = V1();
        var message = Derived("v1-message-7");
        HMACSHA256.HashData(keys.SkeyIdA.Span, message.AsSpan(0, message.Length - 16)).AsSpan(0, 16).CopyTo(message.AsSpan(message.Length - 16));
        AuthIpMessageReader.TryReadHeader(message, out var header, out _).ShouldBeTrue();
        MessageProtection.TryOpen(message, header, keys, 16, out _).ShouldBeFalse();
    }

    [Fact]
    public void Three_des_seals_with_its_own_block_and_vector()
    {
        var suite = new AuthIpSuite(OakleyEncryption.TripleDesCbc, 192, PrfAlgorithm.Sha1, null);
        using var keys = AuthIpKeys.Derive(Inputs(PrfAlgorithm.Sha1) with { Suite = suite }, null, Secret)!;
        keys.CipherKey.Span.ToArray().ShouldAllBe(value => System.Numerics.BitOperations.PopCount(value) % 2 == 1);
        var message = MessageProtection.Seal(Header5, 2, [AuthIpNotifies.Synchronize()], keys, 12, new SeededEntropy(1));
        BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(30)).ShouldBe((ushort)16);
        AuthIpMessageReader.TryReadHeader(message, out var header, out _).ShouldBeTrue();
        MessageProtection.TryOpen(message, header, keys, 12, out var opened).ShouldBeTrue();
        opened!.Find<AuthIpNotifyPayload>()!.NotifyType.ShouldBe(NotifyType.AuthIpQmSynchronize);
    }

    [Theory]
    [InlineData(IcvLength.TwelveIfEitherIsOld, 8u, 7u, 12, 12)]
    [InlineData(IcvLength.TwelveIfEitherIsOld, 7u, 8u, 12, 12)]
    [InlineData(IcvLength.TwelveIfEitherIsOld, 8u, 9u, 16, 16)]
    [InlineData(IcvLength.TwelveIfEitherIsOld, 8u, null, 16, 16)]
    [InlineData(IcvLength.ByReceiver, 8u, 7u, 12, 16)]
    [InlineData(IcvLength.ByReceiver, 7u, 8u, 16, 12)]
    [InlineData(IcvLength.AlwaysTwelve, 8u, 8u, 12, 12)]
    public void Icv_lengths_with_sha_256(IcvLength choice, uint own, uint? peer, int sent, int received)
    {
        var profile = AuthIpWireProfile.Windows2008R2 with { IcvLength = choice };
        IcvLengths.Sent(profile, PrfAlgorithm.Sha256, own, peer).ShouldBe(sent);
        IcvLengths.Received(profile, PrfAlgorithm.Sha256, own, peer).ShouldBe(received);
        IcvLengths.Sent(profile, PrfAlgorithm.Sha1, own, peer).ShouldBe(12);
    }

    private static void ShouldBe(AuthIpKeys keys, string prefix)
    {
        keys.SkeyId.Span.ToArray().ShouldBe(Derived($"{prefix}-skeyid"));
        keys.SkeyIdD.Span.ToArray().ShouldBe(Derived($"{prefix}-skeyid-d"));
        keys.SkeyIdA.Span.ToArray().ShouldBe(Derived($"{prefix}-skeyid-a"));
        keys.SkeyIdE.Span.ToArray().ShouldBe(Derived($"{prefix}-skeyid-e"));
        keys.CipherKey.Span.ToArray().ShouldBe(Derived($"{prefix}-skeyid-e")[..16]);
    }
}
