using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>
/// The filters BFE adds by itself as soon as main-mode policy exists (reference sections 4.4 and 10 #16): keying datagrams must flow before
/// any key exists. IPv4: UDP 500 and 4500; IPv6: UDP 500 only. Inbound by local port; outbound also by owner, which a callout of ours tests.
/// </summary>
public static class KeyingExemptions
{
    private const byte Udp = 17;

    /// <summary>The exemption filters that an object set calls for; none when it has no main-mode policy of IKE or AuthIP.</summary>
    public static ImmutableArray<FwpmFilter> For(WfpObjectSet objects)
    {
        var filters = ImmutableArray.CreateBuilder<FwpmFilter>();
        foreach (var family in new[] { IpFamily.V4, IpFamily.V6 })
        {
            var layer = family == IpFamily.V4 ? FwpmLayer.IkeextV4 : FwpmLayer.IkeextV6;
            if (!objects.Filters.Any(filter => filter.Layer == layer && filter.ProviderContext.HasValue))
                continue;
            foreach (var port in family == IpFamily.V4 ? new ushort[] { 500, 4500 } : [500])
            {
                filters.Add(Inbound(family, port));
                filters.Add(Outbound(family, port));
            }
        }

        return filters.ToImmutable();
    }

    private static FwpmFilter Inbound(IpFamily family, ushort port) => new(
        KeyFor($"inbound {family} {port}"),
        $"Keying exemption, inbound UDP {port} {family}",
        family == IpFamily.V4 ? FwpmLayer.InboundTransportV4 : FwpmLayer.InboundTransportV6,
        Conditions(port),
        FwpActionType.Permit,
        FwpmWeight.IkeExemptions,
        Origin: FilterOrigin.KeyingExemption);

    private static FwpmFilter Outbound(IpFamily family, ushort port) => new(
        KeyFor($"outbound {family} {port}"),
        $"Keying exemption, outbound UDP {port} {family}",
        family == IpFamily.V4 ? FwpmLayer.OutboundTransportV4 : FwpmLayer.OutboundTransportV6,
        Conditions(port),
        FwpActionType.CalloutUnknown,
        FwpmWeight.IkeExemptions,
        family == IpFamily.V4 ? FwpmCallout.KeyingSocketV4 : FwpmCallout.KeyingSocketV6,
        Origin: FilterOrigin.KeyingExemption);

    private static ImmutableArray<FwpmFilterCondition> Conditions(ushort port) =>
    [
        FwpmFilterCondition.Equal(FwpmConditionField.IpProtocol, FwpConditionValue.UInt8(Udp)),
        FwpmFilterCondition.Equal(FwpmConditionField.IpLocalPort, FwpConditionValue.UInt16(port)),
    ];

    private static Guid KeyFor(string what) => new(SHA256.HashData(Encoding.UTF8.GetBytes("gatehouse keying exemption " + what)).AsSpan(0, 16));
}
