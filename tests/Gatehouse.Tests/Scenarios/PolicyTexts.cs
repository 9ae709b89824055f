namespace Gatehouse.Tests.Scenarios;

/// <summary>Policies for tests, put together from a few choices.</summary>
internal static class PolicyTexts
{
    public const string Minimal = """
        gatehouse: 1
        scenario: transport-mode
        keying:
          ike:
            authentication:
              - psk: { env: GATEHOUSE_PSK }
        """;

    public static string Build(string scenario, bool ike, bool authIp, bool v4, bool v6, bool icmpExempt)
    {
        var families = string.Join(", ", new[] { v4 ? "ipv4" : "", v6 ? "ipv6" : "" }.Where(family => family.Length > 0));
        var lines = new List<string>
        {
            "gatehouse: 1",
            $"scenario: {scenario}",
            $"traffic: {{ families: [{families}] }}",
            $"exemptions: [{(icmpExempt ? "icmp" : "")}]",
        };
        if (ike || authIp)
            lines.Add("keying:");
        if (ike)
            lines.Add("  ike: { authentication: [certificate] }");
        if (authIp)
            lines.Add("  authip: { authentication: [kerberos] }");
        return string.Join('\n', lines);
    }
}
