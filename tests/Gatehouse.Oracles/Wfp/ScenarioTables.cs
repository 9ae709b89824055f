namespace Gatehouse.Oracles.Wfp;

/// <summary>
/// The documented rows of Transport Mode, of Negotiation Discovery Transport Mode and of its boundary mode, and those of the two scenarios
/// that are Gatehouse's own, written down by hand and expanded by nothing but text substitution: {F} is the family (V4, V6), {ICMP} its
/// ICMP protocol. A dash is "not listed".
/// Columns: who needs the row, layer, conditions, action, callout, weight, raw context, provider context type, flags.
/// </summary>
public static class ScenarioTables
{
    private const string Policy = """
        ike    | IKEEXT_{F} | - | PERMIT | - | - | - | IKE_MM_CONTEXT | HAS_PROVIDER_CONTEXT
        authip | IKEEXT_{F} | - | PERMIT | - | - | - | AUTHIP_MM_CONTEXT | HAS_PROVIDER_CONTEXT
        ike    | IPSEC_{F} | - | PERMIT | - | - | - | IKE_QM_TRANSPORT_CONTEXT | HAS_PROVIDER_CONTEXT
        authip | IPSEC_{F} | - | PERMIT | - | - | - | AUTHIP_QM_TRANSPORT_CONTEXT | HAS_PROVIDER_CONTEXT
        """;

    private const string TransportMode = """
        all    | INBOUND_TRANSPORT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_INBOUND_TRANSPORT_{F} | - | - | - | -
        icmp   | INBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        all    | OUTBOUND_TRANSPORT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_OUTBOUND_TRANSPORT_{F} | - | - | - | -
        icmp   | OUTBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        """;

    private const string NegotiationDiscovery = """
        all    | INBOUND_TRANSPORT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_INBOUND_TRANSPORT_{F} | - | INBOUND_PERSIST_CONNECTION_SECURITY | - | -
        icmp   | INBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        all    | OUTBOUND_TRANSPORT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_OUTBOUND_TRANSPORT_{F} | - | OUTBOUND_NEGOTIATE_DISCOVER | - | -
        icmp   | OUTBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        all    | ALE_AUTH_RECV_ACCEPT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_INBOUND_INITIATE_SECURE_{F} | - | - | - | -
        icmp   | ALE_AUTH_RECV_ACCEPT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        """;

    private const string NegotiationDiscoveryBoundary = """
        all    | INBOUND_TRANSPORT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_INBOUND_TRANSPORT_{F} | - | INBOUND_PERSIST_CONNECTION_SECURITY | - | -
        icmp   | INBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        all    | OUTBOUND_TRANSPORT_{F} | NlatUnicast | CALLOUT_TERMINATING | IPSEC_OUTBOUND_TRANSPORT_{F} | - | OUTBOUND_NEGOTIATE_DISCOVER | - | -
        icmp   | OUTBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        """;

    private const string Block = """
        all    | INBOUND_TRANSPORT_{F} | NlatUnicast | BLOCK | - | - | - | - | -
        icmp   | INBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        all    | OUTBOUND_TRANSPORT_{F} | NlatUnicast | BLOCK | - | - | - | - | -
        icmp   | OUTBOUND_TRANSPORT_{F} | NlatUnicast, {ICMP} | PERMIT | - | IKE_EXEMPTIONS | - | - | -
        """;

    /// <summary>The expected filters of a scenario, in no particular order.</summary>
    public static IReadOnlyList<ExpectedFilter> Filters(string scenario, bool ike, bool authIp, bool v4, bool v6, bool icmpExempt)
    {
        var rows = scenario switch
        {
            "transport-mode" => $"{Policy}\n{TransportMode}",
            "negotiation-discovery" => $"{Policy}\n{NegotiationDiscovery}",
            "negotiation-discovery-boundary" => $"{Policy}\n{NegotiationDiscoveryBoundary}",
            "block" => Block,
            _ => "",
        };
        var filters = new List<ExpectedFilter>();
        foreach (var line in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var wanted = cells[0] switch
            {
                "ike" => ike,
                "authip" => authIp,
                "icmp" => icmpExempt,
                _ => true,
            };
            if (wanted && v4)
                filters.Add(Row(cells, "V4", "IPPROTO_ICMP"));
            if (wanted && v6)
                filters.Add(Row(cells, "V6", "IPPROTO_ICMPV6"));
        }

        return filters;
    }

    /// <summary>The expected provider contexts: type and policy flags.</summary>
    public static IReadOnlyList<(string Type, string Flags)> Contexts(string scenario, bool ike, bool authIp)
    {
        var quickModeFlags = scenario switch
        {
            "negotiation-discovery" => "ND_SECURE",
            "negotiation-discovery-boundary" => "ND_BOUNDARY",
            _ => "-",
        };
        var contexts = new List<(string, string)>();
        if (ike)
            contexts.AddRange([("IKE_MM_CONTEXT", "-"), ("IKE_QM_TRANSPORT_CONTEXT", quickModeFlags)]);
        if (authIp)
            contexts.AddRange([("AUTHIP_MM_CONTEXT", "-"), ("AUTHIP_QM_TRANSPORT_CONTEXT", quickModeFlags)]);
        return contexts;
    }

    private static ExpectedFilter Row(string[] cells, string family, string icmp)
    {
        var row = cells.Select(cell => cell.Replace("{F}", family, StringComparison.Ordinal).Replace("{ICMP}", icmp, StringComparison.Ordinal)).ToArray();
        return new ExpectedFilter(row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8]);
    }
}
