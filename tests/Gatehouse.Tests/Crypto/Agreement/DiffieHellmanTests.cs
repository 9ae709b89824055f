using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Crypto.Agreement;

public sealed class DiffieHellmanTests
{
    [Theory]
    [ClassData(typeof(DhVectors))]
    public void Known_answers_are_met_from_both_sides(DhGroupId group, string i, string gi, string r, string gr, string gir)
    {
        using var initiator = DiffieHellman.FromPrivate(group, Convert.FromHexString(i));
        using var responder = DiffieHellman.FromPrivate(group, Convert.FromHexString(r));
        Convert.ToHexString(initiator.PublicValue).ShouldBe(gi);
        Convert.ToHexString(responder.PublicValue).ShouldBe(gr);
        using var left = initiator.Agree(responder.PublicValue).ShouldNotBeNull();
        using var right = responder.Agree(initiator.PublicValue).ShouldNotBeNull();
        Convert.ToHexString(left.Span).ShouldBe(gir);
        Convert.ToHexString(right.Span).ShouldBe(gir);
    }

    [Theory]
    [InlineData(DhGroupId.Modp2048, 256, 256)]
    [InlineData(DhGroupId.Ecp256, 64, 32)]
    [InlineData(DhGroupId.Ecp384, 96, 48)]
    public void Generated_pairs_agree_and_repeat_with_their_seed(DhGroupId group, int publicLength, int secretLength)
    {
        DiffieHellman.PublicLength(group).ShouldBe(publicLength);
        for (ulong seed = 0; seed < 8; seed++)
        {
            using var one = DiffieHellman.Generate(group, new SeededEntropy(seed));
            using var again = DiffieHellman.Generate(group, new SeededEntropy(seed));
            using var other = DiffieHellman.Generate(group, new SeededEntropy(seed + 1000));
            one.PublicValue.Length.ShouldBe(publicLength);
            again.PublicValue.SequenceEqual(one.PublicValue).ShouldBeTrue();
            other.PublicValue.SequenceEqual(one.PublicValue).ShouldBeFalse();
            using var left = one.Agree(other.PublicValue).ShouldNotBeNull();
            using var right = other.Agree(one.PublicValue).ShouldNotBeNull();
            left.Length.ShouldBe(secretLength);
            left.ContentEquals(right).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(DhGroupId.Modp2048)]
    [InlineData(DhGroupId.Ecp256)]
    [InlineData(DhGroupId.Ecp384)]
    public void Every_wrong_length_is_refused(DhGroupId group)
    {
        using var pair = DiffieHellman.Generate(group, new SeededEntropy(1));
        using var peer = DiffieHellman.Generate(group, new SeededEntropy(2));
        var value = peer.PublicValue.ToArray();
        for (var length = 0; length < value.Length; length++)
            pair.Agree(value.AsSpan(0, length)).ShouldBeNull();
        pair.Agree([.. value, 0]).ShouldBeNull();
        pair.Agree([0, .. value]).ShouldBeNull();
    }

    [Fact]
    public void Modp_refuses_0_1_and_everything_from_p_minus_1()
    {
        using var pair = DiffieHellman.Generate(DhGroupId.Modp2048, new SeededEntropy(1));
        var prime = Convert.FromHexString(DhVectors.ModpPrime);
        foreach (var (value, valid) in new[] { (0, false), (1, false), (2, true) })
            (pair.Agree([.. new byte[255], (byte)value]) is not null).ShouldBe(valid, $"value {value}");
        foreach (var (below, valid) in new[] { (2, true), (1, false), (0, false) })
        {
            var value = prime.ToArray();
            value[^1] -= (byte)below;
            (pair.Agree(value) is not null).ShouldBe(valid, $"p-{below}");
        }

        var above = new byte[256];
        above.AsSpan().Fill(0xFF);
        pair.Agree(above).ShouldBeNull();
        pair.Agree([1, .. new byte[255]]).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(DhGroupId.Ecp256)]
    [InlineData(DhGroupId.Ecp384)]
    public void A_point_off_the_curve_is_refused_whichever_bit_is_wrong(DhGroupId group)
    {
        using var pair = DiffieHellman.Generate(group, new SeededEntropy(1));
        using var peer = DiffieHellman.Generate(group, new SeededEntropy(2));
        for (var bit = 0; bit < peer.PublicValue.Length * 8; bit++)
        {
            var value = peer.PublicValue.ToArray();
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            pair.Agree(value).ShouldBeNull($"bit {bit}");
        }

        pair.Agree(new byte[peer.PublicValue.Length]).ShouldBeNull();
    }

    [Fact]
    public void A_disposed_pair_cannot_agree()
    {
        using var peer = DiffieHellman.Generate(DhGroupId.Ecp256, new SeededEntropy(2));
        var pair = DiffieHellman.Generate(DhGroupId.Ecp256, new SeededEntropy(1));
        pair.Dispose();
        Should.Throw<ObjectDisposedException>(() => pair.Agree(peer.PublicValue));
    }

    [Fact]
    public void Entropy_of_zeros_still_gives_a_private_value_in_range()
    {
        foreach (var group in Enum.GetValues<DhGroupId>())
        {
            using var pair = DiffieHellman.Generate(group, new ConstantEntropy(0));
            using var ones = DiffieHellman.Generate(group, new ConstantEntropy(0xFF));
            using var secret = pair.Agree(ones.PublicValue).ShouldNotBeNull();
            secret.Span.ContainsAnyExcept((byte)0).ShouldBeTrue();
        }
    }

    private sealed class ConstantEntropy(byte value) : IEntropy
    {
        public void Fill(Span<byte> destination) => destination.Fill(value);
    }
}
