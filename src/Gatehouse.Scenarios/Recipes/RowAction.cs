using Gatehouse.Model.Wfp;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>What a filter does with traffic at one layer: the action columns of the documented tables.</summary>
/// <param name="Name">The same in words, for display names.</param>
/// <param name="Action">Permit, block or ask the callout.</param>
/// <param name="Callouts">The callout of a callout action.</param>
/// <param name="RawContext">Its modifiers; null where the tables list none.</param>
internal sealed record RowAction(string Name, FwpActionType Action, CalloutPair? Callouts = null, ulong? RawContext = null)
{
    public static readonly RowAction Permit = new("leave in clear", FwpActionType.Permit);

    public static readonly RowAction Block = new("block", FwpActionType.Block);

    public static readonly RowAction RequireInbound = Callout("require protection inbound", CalloutPair.InboundTransport);

    public static readonly RowAction RequireOutbound = Callout("require protection outbound", CalloutPair.OutboundTransport);

    public static readonly RowAction PersistInbound =
        Callout("keep protected connections protected", CalloutPair.InboundTransport, FwpmContext.InboundPersistConnectionSecurity);

    public static readonly RowAction DiscoverOutbound =
        Callout("request protection outbound", CalloutPair.OutboundTransport, FwpmContext.OutboundNegotiateDiscover);

    /// <summary>The scenario page lists no raw context here; Microsoft's sample passes 0x2. The page wins.</summary>
    public static readonly RowAction RequireConnections =
        Callout("require protection of inbound connections", CalloutPair.InboundInitiateSecure);

    /// <summary>Boundary mode: clear connections are accepted.</summary>
    public static readonly RowAction AcceptConnections = new("accept inbound connections", FwpActionType.Permit);

    /// <summary>Outbound connections to which no guarantee applies.</summary>
    public static readonly RowAction PermitConnections = new("no guarantee for outbound connections", FwpActionType.Permit);

    public static readonly RowAction EncryptInboundConnections =
        Callout("require encryption of inbound connections", CalloutPair.InboundInitiateSecure, FwpmContext.AleRequireIpsecEncryption);

    public static readonly RowAction EncryptOutboundConnections =
        Callout("require encryption of outbound connections", CalloutPair.AleConnect, FwpmContext.AleRequireIpsecEncryption);

    private static RowAction Callout(string name, CalloutPair callouts, ulong? rawContext = null) =>
        new(name, FwpActionType.CalloutTerminating, callouts, rawContext);
}
