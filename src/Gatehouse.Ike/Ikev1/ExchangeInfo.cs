using System.Buffers.Binary;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.Ikev1;

/// <summary>
/// The notify EXCHANGE_INFO of quick-mode messages 1 and 2 ([MS-IKEE] 2.2.6 and 3.7). Between peers that announce MS NT5 the quick mode's message ID
/// stands before the flags and the SPI size says 8; whether 8 SPI bytes then come first is not certain, so both readings are understood.
/// </summary>
public static class ExchangeInfo
{
    private const int FlagsLength = 4;
    private const int MessageIdLength = 4;
    private const int SpiLength = 8;

    /// <summary>The notify to send.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="messageId">M-ID of the quick mode for a peer that announced MS NT5; null for others.</param>
    public static NotificationPayload Create(ExchangeInfoFlags flags, uint? messageId)
    {
        if (messageId is not { } id)
        {
            var plain = new byte[FlagsLength];
            BinaryPrimitives.WriteUInt32BigEndian(plain, (uint)flags);
            return new NotificationPayload(ProtocolId.Esp, NotifyType.MicrosoftExchangeInfo, data: plain);
        }

        // SPI size 8 with no SPI: what stands in its place is the message ID and the flags.
        var bytes = new byte[MessageIdLength + FlagsLength];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(MessageIdLength), (uint)flags);
        return new NotificationPayload(ProtocolId.Esp, NotifyType.MicrosoftExchangeInfo, bytes);
    }

    /// <summary>The flags of a notify in the quick mode with that message ID; null when it is none, or says something else.</summary>
    public static ExchangeInfoFlags? TryRead(NotificationPayload notify, uint messageId)
    {
        if (notify.NotifyType != NotifyType.MicrosoftExchangeInfo)
            return null;
        var said = notify.Spi.Length == SpiLength && notify.Data.IsEmpty ? notify.Spi.Span : notify.Data.Span;
        if (said.Length == MessageIdLength + FlagsLength && BinaryPrimitives.ReadUInt32BigEndian(said) == messageId)
            said = said[MessageIdLength..];
        return said.Length == FlagsLength ? (ExchangeInfoFlags)BinaryPrimitives.ReadUInt32BigEndian(said) : null;
    }
}
