using System.Collections.Immutable;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>A pair of layers that decides packets or connections, and how its rows are named.</summary>
/// <param name="Row">Beginning of row names, as in the documented tables.</param>
/// <param name="Traffic">What it decides, in words.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Guarantee">Name of the row of guaranteed encryption, or null where it has none.</param>
/// <param name="Of">A scenario's action there.</param>
internal sealed record TrafficLayer(string Row, string Traffic, LayerPair Layers, string? Guarantee, Func<LayerActions, RowAction?> Of)
{
    public static readonly TrafficLayer Accept =
        new("ALE", "inbound connections", LayerPair.AleAuthRecvAccept, "GE-IN", actions => actions.Accept);

    public static readonly TrafficLayer Connect =
        new("CON", "outbound connections", LayerPair.AleAuthConnect, "GE-OUT", actions => actions.Connect);

    public static readonly ImmutableArray<TrafficLayer> All =
    [
        new("IN", "inbound", LayerPair.InboundTransport, null, actions => actions.Inbound),
        new("OUT", "outbound", LayerPair.OutboundTransport, null, actions => actions.Outbound),
        Accept,
        Connect,
    ];

    /// <summary>False for traffic that no row of the layer can speak of: at ALE_AUTH_CONNECT there are only guarantees, for TCP and UDP.</summary>
    public bool Decides(TrafficMatch match) => this != Connect || match.Protocol is null or { V4: 6 or 17 };
}
