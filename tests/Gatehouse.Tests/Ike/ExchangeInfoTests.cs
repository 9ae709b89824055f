using Gatehouse.Base;
using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike;

public sealed class ExchangeInfoTests
{
    private const uint MessageId = 0x11223344;

    [Theory]
    [InlineData(ExchangeInfoFlags.NdBoundary, null, "00000001030" + "09c45" + "00000001")]
    [InlineData(ExchangeInfoFlags.GuaranteeEncryption, MessageId, "00000001030" + "89c45" + "11223344" + "00000002")]
    public void It_is_written_as_the_two_kinds_of_peers_read_it(ExchangeInfoFlags flags, uint? messageId, string hex)
    {
        var notify = ExchangeInfo.Create(flags, messageId);
        Convert.ToHexStringLower(notify.ToBytes()).ShouldBe(hex);
        ExchangeInfo.TryRead(notify, MessageId).ShouldBe(flags);
    }

    [Theory]
    [InlineData("0000000103009c45" + "00000003", "NdBoundary, GuaranteeEncryption")]
    [InlineData("0000000103009c45" + "1122334400000001", "NdBoundary")]
    [InlineData("0000000103089c45" + "1122334400000001", "NdBoundary")]
    [InlineData("0000000103089c45" + "aaaaaaaabbbbbbbb" + "1122334400000002", "GuaranteeEncryption")]
    [InlineData("0000000103089c45" + "aaaaaaaabbbbbbbb" + "00000002", "GuaranteeEncryption")]
    [InlineData("0000000103049c45" + "0000100100000001", "NdBoundary")]
    [InlineData("0000000103089c45" + "9922334400000001", null)]
    [InlineData("0000000103009c45", null)]
    [InlineData("0000000103009c45" + "0001", null)]
    [InlineData("0000000103009c43" + "00000001", null)]
    public void Both_readings_of_the_message_id_are_understood_and_nothing_else(string hex, string? expected)
    {
        NotificationPayload.TryRead(Convert.FromHexString(hex), out var notify).ShouldBeTrue();
        ExchangeInfo.TryRead(notify!, MessageId)?.ToString().ShouldBe(expected);
        if (expected is null)
            ExchangeInfo.TryRead(notify!, MessageId).ShouldBeNull();
    }

    [Fact]
    public void Truncations_and_mutations_are_read_or_refused_and_never_throw()
    {
        var bytes = ExchangeInfo.Create(ExchangeInfoFlags.NdBoundary, MessageId).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            if (NotificationPayload.TryRead(bytes.AsSpan(0, length), out var cut))
                ExchangeInfo.TryRead(cut, MessageId).ShouldBeNull($"{length} bytes");
        }

        var entropy = new SeededEntropy(9);
        for (var i = 0; i < 5000; i++)
        {
            var copy = bytes.ToArray();
            copy[entropy.NextUInt32() % copy.Length] ^= (byte)(1 << (int)(entropy.NextUInt32() % 8));
            if (NotificationPayload.TryRead(copy, out var notify))
                _ = ExchangeInfo.TryRead(notify, MessageId);
        }
    }
}
