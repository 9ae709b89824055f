namespace Gatehouse.Oracles.Wfp;

/// <summary>
/// The rows of one rule for IPv4 in a policy with IKE whose own scenario is Negotiation Discovery, written down by hand. What they do is taken
/// from the documented tables (reference sections 5.1 to 5.4); that they stand beside the conditions of a rule, and at every layer that the
/// policy uses, is ours. Columns: layer, conditions, action, callout, raw context, flags of the quick-mode policy that a filter carries.
/// {T} stands for the rule's conditions, {A} for its addresses alone. A dash is "none".
/// </summary>
public static class RuleTables
{
    private const string TransportMode = """
        IKEEXT_V4               | {A}              | PERMIT              | -                               | -                                  | main mode
        IPSEC_V4                | {T}              | PERMIT              | -                               | -                                  | no flags
        INBOUND_TRANSPORT_V4    | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_INBOUND_TRANSPORT_V4       | -                                  | -
        OUTBOUND_TRANSPORT_V4   | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_OUTBOUND_TRANSPORT_V4      | -                                  | -
        ALE_AUTH_RECV_ACCEPT_V4 | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_INBOUND_INITIATE_SECURE_V4 | -                                  | -
        """;

    private const string NegotiationDiscovery = """
        IKEEXT_V4               | {A}              | PERMIT              | -                               | -                                  | main mode
        IPSEC_V4                | {T}              | PERMIT              | -                               | -                                  | ND_SECURE
        INBOUND_TRANSPORT_V4    | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_INBOUND_TRANSPORT_V4       | INBOUND_PERSIST_CONNECTION_SECURITY | -
        OUTBOUND_TRANSPORT_V4   | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_OUTBOUND_TRANSPORT_V4      | OUTBOUND_NEGOTIATE_DISCOVER         | -
        ALE_AUTH_RECV_ACCEPT_V4 | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_INBOUND_INITIATE_SECURE_V4 | -                                  | -
        """;

    private const string NegotiationDiscoveryBoundary = """
        IKEEXT_V4               | {A}              | PERMIT              | -                               | -                                  | main mode
        IPSEC_V4                | {T}              | PERMIT              | -                               | -                                  | ND_BOUNDARY
        INBOUND_TRANSPORT_V4    | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_INBOUND_TRANSPORT_V4       | INBOUND_PERSIST_CONNECTION_SECURITY | -
        OUTBOUND_TRANSPORT_V4   | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_OUTBOUND_TRANSPORT_V4      | OUTBOUND_NEGOTIATE_DISCOVER         | -
        ALE_AUTH_RECV_ACCEPT_V4 | NlatUnicast, {T} | PERMIT              | -                               | -                                  | -
        """;

    private const string Clear = """
        IKEEXT_V4               | {A}              | BLOCK               | -                               | -                                  | -
        IPSEC_V4                | {T}              | BLOCK               | -                               | -                                  | -
        INBOUND_TRANSPORT_V4    | NlatUnicast, {T} | PERMIT              | -                               | -                                  | -
        OUTBOUND_TRANSPORT_V4   | NlatUnicast, {T} | PERMIT              | -                               | -                                  | -
        ALE_AUTH_RECV_ACCEPT_V4 | NlatUnicast, {T} | PERMIT              | -                               | -                                  | -
        """;

    private const string Block = """
        IKEEXT_V4               | {A}              | BLOCK               | -                               | -                                  | -
        IPSEC_V4                | {T}              | BLOCK               | -                               | -                                  | -
        INBOUND_TRANSPORT_V4    | NlatUnicast, {T} | BLOCK               | -                               | -                                  | -
        OUTBOUND_TRANSPORT_V4   | NlatUnicast, {T} | BLOCK               | -                               | -                                  | -
        ALE_AUTH_RECV_ACCEPT_V4 | NlatUnicast, {T} | BLOCK               | -                               | -                                  | -
        """;

    /// <summary>Guaranteed encryption of a TCP rule: GE-IN in the place of the plain ALE row, and GE-OUT (section 5.4).</summary>
    private const string Guarantee = """
        ALE_AUTH_RECV_ACCEPT_V4 | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_INBOUND_INITIATE_SECURE_V4 | ALE_SET_CONNECTION_REQUIRE_IPSEC_ENCRYPTION | -
        ALE_AUTH_CONNECT_V4     | NlatUnicast, {T} | CALLOUT_TERMINATING | IPSEC_ALE_CONNECT_V4             | ALE_SET_CONNECTION_REQUIRE_IPSEC_ENCRYPTION | -
        """;

    /// <summary>
    /// The expected rows, in no particular order. <paramref name="conditions"/> and <paramref name="addresses"/> are the rule's, in words; a
    /// rule for which nobody negotiates closes main mode only when it speaks of addresses alone.
    /// </summary>
    public static IEnumerable<string> Rows(string scenario, string conditions, string addresses, bool guarantee)
    {
        var lines = scenario switch
        {
            "transport-mode" => TransportMode,
            "negotiation-discovery" => NegotiationDiscovery,
            "negotiation-discovery-boundary" => NegotiationDiscoveryBoundary,
            "clear" => Clear,
            _ => Block,
        };
        var rows = lines.Split('\n').ToList();
        if (guarantee)
        {
            rows.RemoveAll(row => row.StartsWith("ALE_AUTH_RECV_ACCEPT", StringComparison.Ordinal));
            rows.AddRange(Guarantee.Split('\n'));
        }

        if (conditions != addresses)
            rows.RemoveAll(row => row.StartsWith("IKEEXT", StringComparison.Ordinal) && row.Contains("BLOCK", StringComparison.Ordinal));
        return rows.Select(row => string.Join(" | ", row.Split('|', StringSplitOptions.TrimEntries))
            .Replace("{T}", conditions, StringComparison.Ordinal).Replace("{A}", addresses, StringComparison.Ordinal));
    }
}
