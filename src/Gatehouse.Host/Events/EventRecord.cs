using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Host.Events;

/// <summary>One event of a node as its log tells it. Fields that do not apply are null and are left out.</summary>
public sealed record EventRecord
{
    /// <summary>What happened: negotiation-started, established, failed, deleted, refused, dropped, ready, stopping or note.</summary>
    public required string Event { get; init; }

    /// <summary>AuthIP; null where IKE tells, and for what is not about keying.</summary>
    public string? Module { get; init; }

    /// <summary>main-mode, quick-mode, extended-mode or informational.</summary>
    public string? Exchange { get; init; }

    /// <summary>initiator or responder: this host's part.</summary>
    public string? Role { get; init; }

    /// <summary>This host's address.</summary>
    public string? Local { get; init; }

    /// <summary>The peer's address.</summary>
    public string? Remote { get; init; }

    /// <summary>The message of the exchange at which it failed.</summary>
    public int? Message { get; init; }

    /// <summary>The typed reason of a failure, or of a drop.</summary>
    public string? Reason { get; init; }

    /// <summary>Which side refused: me or peer.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The notify type the peer sent (RFC 2408 section 3.14.1).</summary>
    public int? PeerNotify { get; init; }

    /// <summary>The negotiated suite.</summary>
    public string? Suite { get; init; }

    /// <summary>Both cookies.</summary>
    public string? Cookies { get; init; }

    /// <summary>Inbound SPI.</summary>
    public string? SpiIn { get; init; }

    /// <summary>Outbound SPI.</summary>
    public string? SpiOut { get; init; }

    /// <summary>outbound or inbound.</summary>
    public string? Direction { get; init; }

    /// <summary>How many so far.</summary>
    public long? Count { get; init; }

    /// <summary>One sentence: what happened and what to check.</summary>
    public string? Text { get; init; }

    /// <summary>A sentence that belongs to no peer.</summary>
    public static EventRecord Note(string text) => new() { Event = "note", Text = text };

    /// <summary>A keying event.</summary>
    public static EventRecord From(KeyingEvent keying)
    {
        var failed = keying.Error != KeyingError.None;
        return new EventRecord
        {
            Event = Name(keying.Kind),
            Module = keying.Module == KeyingModule.AuthIp ? "AuthIP" : null,
            Exchange = Name(keying.Exchange),
            Role = keying.Exchange == ExchangeKind.None ? null : keying.Role == SaRole.Initiator ? "initiator" : "responder",
            Local = keying.Addresses.Local.ToString(),
            Remote = keying.Addresses.Remote.ToString(),
            Message = keying.MessageNumber == 0 ? null : keying.MessageNumber,
            Reason = failed ? keying.Error.ToString() : null,
            RefusedBy = Name(keying.FailurePoint),
            PeerNotify = keying.PeerNotify == 0 ? null : keying.PeerNotify,
            Suite = Some(keying.Suite),
            Cookies = Some(keying.Cookies),
            SpiIn = keying.InboundSpi.Value == 0 ? null : keying.InboundSpi.ToString(),
            SpiOut = keying.OutboundSpi.Value == 0 ? null : keying.OutboundSpi.ToString(),
            Text = Some(keying.Text),
        };
    }

    /// <summary>A drop the node wants told.</summary>
    public static EventRecord Dropped(AddressPair addresses, VerdictReason reason, bool outbound, long count) => new()
    {
        Event = "dropped",
        Local = addresses.Local.ToString(),
        Remote = addresses.Remote.ToString(),
        Reason = reason.ToString(),
        Direction = outbound ? "outbound" : "inbound",
        Count = count,
        Text = VerdictText.Of(reason),
    };

    private static string Name(KeyingEventKind kind) => kind switch
    {
        KeyingEventKind.NegotiationStarted => "negotiation-started",
        KeyingEventKind.MainModeEstablished or KeyingEventKind.QuickModeEstablished => "established",
        KeyingEventKind.NegotiationFailed => "failed",
        KeyingEventKind.SaDeleted => "deleted",
        KeyingEventKind.NegotiationSuppressed => "negotiation-suppressed",
        _ => "refused",
    };

    private static string? Name(ExchangeKind exchange) => exchange switch
    {
        ExchangeKind.MainMode => "main-mode",
        ExchangeKind.QuickMode => "quick-mode",
        ExchangeKind.ExtendedMode => "extended-mode",
        ExchangeKind.Informational => "informational",
        _ => null,
    };

    private static string? Name(FailurePoint point) => point switch
    {
        FailurePoint.Me => "me",
        FailurePoint.Peer => "peer",
        _ => null,
    };

    private static string? Some(string text) => text.Length == 0 ? null : text;
}
