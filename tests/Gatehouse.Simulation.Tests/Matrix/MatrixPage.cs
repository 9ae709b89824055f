using System.Text;
using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>Writes docs/scenarios/matrix.md from the table. Cells that differ only in what does not matter share a row.</summary>
internal static class MatrixPage
{
    private const string Head = """
        # The matrix: who meets whom, and what comes of it

        This page is generated from the expected table in `tests/Gatehouse.Oracles/Matrix`, which is derived from the normative text alone and knows
        nothing of the engine. `MatrixTests` plays all {cells} cells in simulation; `MatrixPageTests` compares this page, and writes it anew with

        ```sh
        GATEHOUSE_REGENERATE=1 tests/Gatehouse.Simulation.Tests/bin/Debug/net10.0/Gatehouse.Simulation.Tests -class '*MatrixPageTests'
        ```

        The *initiator* begins the flow, the *responder* answers. *transport* is [Transport Mode](transport-mode.md), *discovery* is
        [Negotiation Discovery](negotiation-discovery.md), *boundary* its boundary mode, *clear* a host without policy or with a rule that leaves the
        flow in clear, *block* one that lets nothing pass. Keying *fails* when the keys differ, when the responder's keying never arrives, or when no
        proposal is in common. "Dropped" is what the receiver does. Every row holds for IPv4 and IPv6 alike, unless it says otherwise.
        """;

    /// <summary>The page.</summary>
    public static string Write()
    {
        var page = new StringBuilder();
        page.AppendLine(Head.Replace("{cells}", MatrixCells.All.Count().ToString("N0"), StringComparison.Ordinal));
        page.AppendLine("\n## One scenario per host\n\nTCP, UDP, and ICMP without exemption.\n");
        AddTable(page, MatrixCells.Plain.Where(cell => cell.Flow.Traffic != Traffic.ExemptIcmp), withFlow: false);
        page.AppendLine("\nExempt ICMP, as in the documented scenarios, passes in clear between all of them, whatever keying does:\n");
        AddTable(page, MatrixCells.Plain.Where(cell => cell.Flow.Traffic == Traffic.ExemptIcmp).Select(Anyone), withFlow: false);
        page.AppendLine("\n## Several rules in one policy\n");
        page.AppendLine("The first matching rule decides, and what none matches has the policy's own scenario, named first.");
        page.AppendLine("A rule's port is the responder's, its prefix holds both hosts.\n");
        AddTable(page, MatrixCells.Mixed, withFlow: true);
        return page.ToString();
    }

    private static MatrixCell Anyone(MatrixCell cell) => cell with { Initiator = AnyPolicy, Responder = AnyPolicy };

    private static readonly HostPolicy AnyPolicy = new(Scenario.Clear);

    private static void AddTable(StringBuilder page, IEnumerable<MatrixCell> cells, bool withFlow)
    {
        var flow = withFlow ? " flow |" : "";
        page.AppendLine($"| initiator | responder |{flow} keying | requests | answers | end | SA |");
        page.AppendLine($"|---|---|{(withFlow ? "---|" : "")}---|---|---|---|---|");
        var rows = cells.GroupBy(cell => (
            Initiator: Name(cell.Initiator), Responder: Name(cell.Responder), Flow: withFlow ? FlowName(cell) : "", cell.Expected));
        foreach (var row in rows)
        {
            var expected = row.Key.Expected;
            page.Append($"| {row.Key.Initiator} | {row.Key.Responder} |{(withFlow ? $" {row.Key.Flow} |" : "")} {KeyingName([.. row])} ");
            page.Append($"| {WayName(expected.RequestsSent, expected.RequestsAccepted)} | {WayName(expected.AnswersSent, expected.AnswersAccepted)} ");
            page.AppendLine($"| {expected.End.ToString().ToLowerInvariant()} | {(expected.Sa ? "both" : "neither")} |");
        }
    }

    private static string Name(HostPolicy policy) => ReferenceEquals(policy, AnyPolicy) ? "any" : policy.ToString().ToLowerInvariant();

    // The family is told only where policies tell families apart.
    private static string FlowName(MatrixCell cell)
    {
        var toPort = (cell.Initiator.Rules.Concat(cell.Responder.Rules).Any(rule => rule.Port), cell.Flow) switch
        {
            (true, { Traffic: Traffic.Tcp, ToRulePort: true }) => " to the port",
            (true, { Traffic: Traffic.Tcp }) => " elsewhere",
            _ => "",
        };
        var byFamily = cell.Initiator.Rules.Concat(cell.Responder.Rules).Any(rule => rule.Prefix is not null);
        return $"{cell.Flow.Traffic.ToString().ToUpperInvariant()}{toPort}{(byFamily ? cell.Flow.Family == IpFamily.V4 ? ", IPv4" : ", IPv6" : "")}";
    }

    private static string KeyingName(IReadOnlyCollection<MatrixCell> row)
    {
        var cases = row.Select(cell => cell.Keying).Distinct().Order().ToArray();
        return cases switch
        {
            [KeyingCase.Works] => "works",
            [KeyingCase.Works, _, ..] => "any",
            _ => "fails",
        };
    }

    private static string WayName(Way sent, Way accepted) => (sent, accepted) switch
    {
        (Way.Nothing, Way.Nothing) => "none sent",
        (Way.Clear, Way.Nothing) => "clear, dropped",
        (Way.Clear, Way.Clear) => "clear",
        (Way.Protected, Way.Protected) => "ESP",
        (Way.ClearThenProtected, Way.Protected) => "clear, dropped; then ESP",
        (Way.ClearThenProtected, Way.ClearThenProtected) => "clear, then ESP",
        _ => throw new InvalidOperationException($"no words for {sent} that arrives as {accepted}"),
    };
}
