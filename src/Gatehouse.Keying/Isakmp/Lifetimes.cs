using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Isakmp;

/// <summary>The shorter lifetime wins (RFC 2407 section 4.5.4), but a peer cannot shorten one until rekeying is all that happens.</summary>
internal static class Lifetimes
{
    /// <summary>Less traffic than this between two rekeyings is not granted to a peer.</summary>
    public const uint SmallestKilobytes = 1024;

    /// <summary>The shorter of our time and the peer's, the latter not below <see cref="Periods.ShortestLifetime"/>.</summary>
    public static TimeSpan Shorter(TimeSpan ours, ulong? theirSeconds)
    {
        if (theirSeconds is not { } seconds || seconds == 0)
            return ours;
        var theirs = TimeSpan.FromSeconds(Math.Clamp(seconds, (ulong)Periods.ShortestLifetime.TotalSeconds, uint.MaxValue));
        return theirs < ours ? theirs : ours;
    }

    /// <summary>The shorter of both, member by member; packets are not negotiated.</summary>
    public static SaLifetime Shorter(SaLifetime ours, ulong? theirSeconds, ulong? theirKilobytes) => ours with
    {
        Seconds = (uint)Shorter(TimeSpan.FromSeconds(ours.Seconds), theirSeconds).TotalSeconds,
        Kilobytes = theirKilobytes is { } kilobytes && kilobytes != 0
            ? (uint)Math.Min(ours.Kilobytes, Math.Max(kilobytes, SmallestKilobytes))
            : ours.Kilobytes,
    };

    /// <summary>Attributes as the data of a notify.</summary>
    public static byte[] ToBytes(IReadOnlyList<DataAttribute> attributes)
    {
        var bytes = new byte[attributes.Sum(attribute => attribute.Length)];
        var writer = new SpanWriter(bytes);
        foreach (var attribute in attributes)
            attribute.Write(ref writer);
        return bytes;
    }

    /// <summary>The lifetimes in a RESPONDER-LIFETIME of a quick mode; malformed attributes say nothing.</summary>
    public static (ulong? Seconds, ulong? Kilobytes) FromNotify(NotificationPayload notify)
    {
        var attributes = new List<DataAttribute>();
        if (!DataAttribute.TryReadAll(notify.Data.Span, attributes))
            return (null, null);
        return notify.Protocol == ProtocolId.Isakmp ? attributes.OakleyLifetimes() : attributes.IpsecLifetimes();
    }
}
