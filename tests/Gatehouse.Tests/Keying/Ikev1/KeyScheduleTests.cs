using System.Text;
using Gatehouse.Base;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class KeyScheduleTests
{
    private const ulong CookieI = 0x0102030405060708;
    private const ulong CookieR = 0x1112131415161718;
    private const uint MessageId = 0xA1B2C3D4;
    private static readonly byte[] NonceI = Fill(16, i => 0x10 + i);
    private static readonly byte[] NonceR = Fill(20, i => 0x40 + i);
    private static readonly byte[] Shared = Fill(32, i => (7 * i) + 3);
    private static readonly byte[] PublicI = Fill(64, i => (5 * i) + 1);
    private static readonly byte[] PublicR = Fill(64, i => (3 * i) + 2);
    private static readonly byte[] Rest = Fill(40, i => i);

    public static TheoryData<int> Answers() => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Phase_1_keys_are_those_of_an_independent_computation(int index)
    {
        var expected = KeyScheduleAnswer.All[index];
        using var keys = Derive(expected);
        Hex(keys.SkeyId).ShouldBe(expected.SkeyId);
        Hex(keys.SkeyIdD).ShouldBe(expected.SkeyIdD);
        Hex(keys.SkeyIdA).ShouldBe(expected.SkeyIdA);
        Hex(keys.CipherKey).ShouldBe(expected.CipherKey);
        var iv = IvChain.ForMainMode(expected.Hash, PublicI, PublicR);
        Hex(iv.Current).ShouldBe(expected.FirstIv);
        Hex(IvChain.ForExchange(expected.Hash, iv, MessageId).Current).ShouldBe(expected.ExchangeIv);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Main_mode_hashes_are_those_of_an_independent_computation(int index)
    {
        var expected = KeyScheduleAnswer.All[index];
        var peer = new Peer(new AddressPair(IpAddr.Parse("10.99.0.11"), IpAddr.Parse("10.99.0.12")));
        using var sa = new MainModeSa(
            peer, new Endpoint(peer.Addresses.Local, 500), new Endpoint(peer.Addresses.Remote, 500), SaRole.Initiator, CookieI, CookieR, Instant.Zero)
        {
            Keys = Derive(expected), PublicI = PublicI, PublicR = PublicR, OfferBody = Fill(48, i => i * 11),
        };
        var idI = Convert.FromHexString("010000000a63000b");
        var idR = Convert.FromHexString("010000000a63000c");
        Hex(MainModeProof.Hash(sa, SaRole.Initiator, idI)).ShouldBe(expected.HashI);
        Hex(MainModeProof.Hash(sa, SaRole.Responder, idR)).ShouldBe(expected.HashR);
        MainModeProof.TryVerify(sa, idR, "10.99.0.12", Convert.FromHexString(expected.HashR), out _).ShouldBeTrue();
        MainModeProof.TryVerify(sa, idI, "10.99.0.12", Convert.FromHexString(expected.HashR), out _).ShouldBeFalse();
        MainModeProof.TryVerify(sa, idI, "10.99.0.11", Convert.FromHexString(expected.HashI), out _).ShouldBeFalse("a reflected hash proves nothing");
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Phase_2_hashes_and_key_material_are_those_of_an_independent_computation(int index)
    {
        var expected = KeyScheduleAnswer.All[index];
        using var keys = Derive(expected);
        using var shared = new SecretBytes(Shared);
        Hex(PhaseTwoHash.First(keys, MessageId, Rest)).ShouldBe(expected.Hash1);
        Hex(PhaseTwoHash.Second(keys, MessageId, NonceI, Rest)).ShouldBe(expected.Hash2);
        Hex(PhaseTwoHash.Third(keys, MessageId, NonceI, NonceR)).ShouldBe(expected.Hash3);
        Hex(PhaseTwoKeys.Derive(keys, null, new Spi(0xC0FFEE01), NonceI, NonceR, 64)).ShouldBe(expected.KeyMaterial);
        Hex(PhaseTwoKeys.Derive(keys, shared, new Spi(0xC0FFEE01), NonceI, NonceR, 36)).ShouldBe(expected.KeyMaterialWithPfs);
    }

    [Fact]
    public void A_nat_discovery_hash_is_the_published_one()
    {
        var hash = NatDetection.Hash(
            Gatehouse.Crypto.Hashing.PrfAlgorithm.Sha1, 0x1111111111111111, 0x2222222222222222, new Endpoint(IpAddr.Parse("192.0.2.2"), 500));
        Hex(hash).ShouldBe("2d5cc9566a9be21388864d21b51c34718710b28f");
    }

    private static MainModeKeys Derive(KeyScheduleAnswer answer)
    {
        using var presharedKey = new SecretBytes(Encoding.ASCII.GetBytes("mekmitasdigoat"));
        using var shared = new SecretBytes(Shared);
        return KeySchedule.Derive(answer.Hash, presharedKey, NonceI, NonceR, shared, CookieI, CookieR, answer.CipherKeyLength);
    }

    private static byte[] Fill(int length, Func<int, int> value) => [.. Enumerable.Range(0, length).Select(i => (byte)value(i))];

    private static string Hex(SecretBytes secret) => Hex(secret.Span.ToArray());

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
