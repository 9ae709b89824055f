using Gatehouse.Base;
using Gatehouse.Interop.Lab;
using Gatehouse.Oracles.Matrix;
using Shouldly;
using Xunit;
using Traffic = Gatehouse.Interop.Lab.Traffic;

namespace Gatehouse.Interop.Judges;

/// <summary>
/// The 25 policy pairs of the matrix on real packets: five hosts that begin, five that answer, one policy each, TCP over IPv4, all at once. The
/// capture tells how each direction was on the wire; the table of tests/Gatehouse.Oracles, which shares no code with the engine, what it must be.
/// </summary>
public sealed class PolicyPairsTests
{
    /// <summary>Longer than a first negotiation next to seven others on a busy machine.</summary>
    private const string Seconds = "6";

    private static readonly Scenario[] Scenarios = Enum.GetValues<Scenario>();

    [Fact]
    public void Every_pair_of_policies_does_on_the_wire_what_the_table_says()
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork("pairs", [.. Scenarios.Select(Initiator), .. Scenarios.Select(Responder)]);
        var servers = Scenarios.Select(scenario => Traffic.Serve(lab, Responder(scenario))).ToList();
        var nodes = Scenarios.Where(scenario => scenario != Scenario.Clear)
            .SelectMany(scenario => new[] { Start(lab, scenario, Initiator(scenario)), Start(lab, scenario, Responder(scenario)) })
            .ToList();
        try
        {
            nodes.ForEach(node => node.WaitForOutput("^ready", 60));
            using var capture = lab.Capture(headersOnly: true);
            var cells = MatrixCells.Plain
                .Where(cell => cell is { Keying: KeyingCase.Works, Flow: { Traffic: Oracles.Matrix.Traffic.Tcp, Family: IpFamily.V4 } })
                .ToList();
            cells.Count.ShouldBe(25);
            var clients = cells.Select(cell => Begin(lab, cell)).ToList();
            var worked = clients.Select(client => TrafficResult.Read(client.Result(60)).Ok).ToList();
            capture.Stop();
            var ways = WireWay.Read(capture, Traffic.Port);
            var differences = cells.Select((cell, i) => Difference(lab, cell, ways, worked[i])).Where(difference => difference.Length > 0).ToList();
            differences.ShouldBeEmpty(string.Join('\n', differences));
            clients.ForEach(client => client.Dispose());
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
            servers.ForEach(server => server.Dispose());
        }
    }

    private static string Difference(LabNetwork lab, MatrixCell cell, Func<string, string, WireWay> ways, bool worked)
    {
        var (from, to) = (lab.Address(Initiator(cell.Initiator.Base), 4), lab.Address(Responder(cell.Responder.Base), 4));
        var (requests, answers) = (ways(from, to), ways(to, from));
        foreach (var (way, other) in new[] { (requests, answers), (answers, requests) })
        {
            way.ShouldNeverGoBack($"{cell}");
            way.ShouldFollow(other, $"{cell}");
        }

        var expected = cell.Expected;
        var asExpected = requests.Way == expected.RequestsSent && answers.Way == expected.AnswersSent && worked == (expected.End != EndState.None);
        return asExpected ? "" : $"{cell}: expected {expected.RequestsSent} / {expected.AnswersSent} / {expected.End}, "
            + $"but {requests}; {answers}; the connection {(worked ? "worked" : "did not work")}";
    }

    private static string Initiator(Scenario scenario) => $"i{(int)scenario}";

    private static string Responder(Scenario scenario) => $"r{(int)scenario}";

    private static GatehouseProcess Start(LabNetwork lab, Scenario scenario, string host) =>
        GatehouseProcess.Start(lab, host, PolicyFile.Write(lab, host, scenario: Word(scenario)), GatehouseProcess.Psk);

    private static RunningTool Begin(LabNetwork lab, MatrixCell cell) => Traffic.Start(
        lab, Initiator(cell.Initiator.Base), Responder(cell.Responder.Base), 4, "tcp",
        "--bytes", "10000000", "--chunk", "400", "--interval", "0.05", "--seconds", Seconds, "--timeout", Seconds);

    private static string Word(Scenario scenario) => scenario switch
    {
        Scenario.Transport => "transport-mode",
        Scenario.Discovery => "negotiation-discovery",
        Scenario.Boundary => "negotiation-discovery-boundary",
        _ => "block",
    };
}
