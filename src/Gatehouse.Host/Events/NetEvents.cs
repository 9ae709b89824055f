using Gatehouse.Base;
using Gatehouse.Engine.Ports;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Host.Events;

/// <summary>What a node tells, as the net events Windows would record (reference section 7.5). Number and time are the log's.</summary>
public static class NetEvents
{
    /// <summary>A drop: by IPsec itself, or by a filter. <paramref name="layerOf"/> finds the layer of a filter by its id.</summary>
    public static FwpmNetEvent Of(NodeAction.Dropped dropped, Func<ulong, FwpmLayer?> layerOf)
    {
        var code = KernelDropCode(dropped.Verdict.Reason);
        var type = code is null ? FwpmNetEventType.ClassifyDrop : FwpmNetEventType.IpsecKernelDrop;
        var (pair, traffic) = (dropped.Packet.Addresses, dropped.Packet.Traffic);
        var hasPorts = traffic.LocalPort != 0 || traffic.RemotePort != 0;
        return new FwpmNetEvent(0, Instant.Zero, type)
        {
            Local = pair == default ? null : pair.Local,
            Remote = pair == default ? null : pair.Remote,
            Protocol = traffic == default ? null : traffic.Protocol,
            LocalPort = hasPorts ? traffic.LocalPort : null,
            RemotePort = hasPorts ? traffic.RemotePort : null,
            Outbound = dropped.Outbound,
            FilterId = dropped.Verdict.FilterId,
            Layer = dropped.Verdict.FilterId == 0 ? null : layerOf(dropped.Verdict.FilterId),
            ErrorCode = code ?? 0,
            Spi = dropped.Packet.Spi.Value,
            Reason = dropped.Verdict.Reason.ToString(),
            Count = dropped.Count,
        };
    }

    /// <summary>An authorised connection.</summary>
    public static FwpmNetEvent Of(NodeAction.Allowed allowed, Func<ulong, FwpmLayer?> layerOf) =>
        Of(new NodeAction.Dropped(allowed.Packet, allowed.Verdict, allowed.Outbound, 1), layerOf) with { Type = FwpmNetEventType.ClassifyAllow, ErrorCode = 0 };

    /// <summary>A failed negotiation; null for every other event of keying.</summary>
    public static FwpmNetEvent? Of(KeyingEvent happened)
    {
        if (happened.Kind != KeyingEventKind.NegotiationFailed)
            return null;
        var type = happened.Exchange switch
        {
            ExchangeKind.QuickMode => FwpmNetEventType.IkeextQmFailure,
            ExchangeKind.ExtendedMode => FwpmNetEventType.IkeextEmFailure,
            _ => FwpmNetEventType.IkeextMmFailure,
        };
        return new FwpmNetEvent(0, Instant.Zero, type)
        {
            Local = happened.Addresses.Local,
            Remote = happened.Addresses.Remote,
            Outbound = happened.Role == SaRole.Initiator,
            ErrorCode = FailureCode(happened.Error),
            Reason = happened.Error.ToString(),
        };
    }

    /// <summary>The Win32 twin of failureStatus of FWPM_NET_EVENT_IPSEC_KERNEL_DROP0; null when not IPsec but a filter dropped.</summary>
    private static int? KernelDropCode(VerdictReason reason) => reason switch
    {
        VerdictReason.BadSpi => 13910,
        VerdictReason.SaExpired or VerdictReason.SequenceExhausted => 13911,
        VerdictReason.WrongSa => 13912,
        VerdictReason.Replay => 13913,
        VerdictReason.EspMalformed or VerdictReason.BadPadding or VerdictReason.MalformedPacket => 13914,
        VerdictReason.IntegrityFailed => 13915,
        VerdictReason.ClearTextInbound or VerdictReason.ClearTextOfSecuredFlow or VerdictReason.ConnectionNotSecured => 13916,
        _ => null,
    };

    /// <summary>failureErrorCode of FWPM_NET_EVENT_IKEEXT_MM_FAILURE and its kin: the ERROR_IPSEC_IKE_* that says the same.</summary>
    private static int FailureCode(KeyingError error) => error switch
    {
        KeyingError.TimedOut => 13805,
        KeyingError.NoProposalChosen or KeyingError.InvalidIdentity => 13868,
        KeyingError.AuthenticationFailed or KeyingError.NoCredential => 13801,
        KeyingError.NoPolicy => 13850,
        KeyingError.InvalidKeyExchange => 13822,
        KeyingError.PolicyChanged => 13849,
        KeyingError.LimitReached => 13882,
        _ => 13804,
    };
}
