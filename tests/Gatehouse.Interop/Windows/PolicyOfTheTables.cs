namespace Gatehouse.Interop.Windows;

/// <summary>A policy of one scenario, with all defaults.</summary>
internal static class PolicyOfTheTables
{
    public static readonly string[] Scenarios = ["transport-mode", "negotiation-discovery", "negotiation-discovery-boundary", "clear", "block"];

    public static bool Negotiates(string scenario) => scenario is not ("clear" or "block");

    public static string Text(string scenario) => $"""
        gatehouse: 1
        name: {scenario}
        scenario: {scenario}
        {(Negotiates(scenario) ? "keying: { ike: { authentication: [certificate] }, authip: { authentication: [kerberos] } }" : "")}
        """;
}
