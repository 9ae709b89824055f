using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Judges;

/// <summary>tshark, which shares no code with Gatehouse, decrypts a whole run between two nodes with the keys they exported.</summary>
public sealed class WireJudgeTests
{
    private const int PacketsEachWay = 20;

    /// <summary>Payload types of RFC 2408 section 3.1: SA, HASH.</summary>
    private const string SaPayload = "1", HashPayload = "8";

    [Theory]
    [InlineData("gcm")]
    [InlineData("cbc")]
    [InlineData("cbc256")]
    public void Every_message_and_every_packet_of_a_run_is_decrypted_and_authentic_and_nothing_is_clear(string child)
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        var suite = Suite.Named(child);
        using var lab = new LabNetwork($"j{child}");
        var policy = PolicyFile.Write(lab, "judged", suite.Encryption, suite.Integrity);
        using var capture = lab.Capture();
        using var a = GatehouseProcess.Run(lab, "a", policy, "--export-keys", lab.File("keys"));
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var server = Traffic.Serve(lab, "b");
        foreach (var family in new[] { 4, 6 })
        {
            Succeeded(Traffic.Run(lab, "a", "b", family, "tcp", "--bytes", "200000"));
            Succeeded(Traffic.Run(lab, "a", "b", family, "udp", "--count", "30", "--interval", "0.01"));
        }

        a.Terminate().ShouldBe(0);
        b.Terminate().ShouldBe(0);
        capture.Stop();

        capture.ClearPackets().ShouldBeEmpty();
        foreach (var family in new[] { 4, 6 })
        {
            JudgeKeying(lab, capture, family);
            JudgeEsp(lab, capture, family);
        }
    }

    private static void JudgeKeying(LabNetwork lab, Capture capture, int family)
    {
        var between = Between(lab, family);
        List<string[]> Messages(string? keys, int exchange) => Tshark.Read(
            capture.Path, keys, $"isakmp.exchangetype == {exchange} and {between}", "isakmp.flag_e", "isakmp.typepayload", "isakmp.messageid");

        var mainMode = Messages(lab.File("keys"), 2);
        mainMode.Count.ShouldBe(6);
        var identities = mainMode.Where(message => message[0].StartsWith('1') || message[0].StartsWith("True", StringComparison.Ordinal)).ToList();
        identities.Count.ShouldBe(2);
        identities.ShouldAllBe(message => Payloads(message).Contains(HashPayload));

        var quickMode = Messages(lab.File("keys"), 32);
        quickMode.Count.ShouldBe(3);
        quickMode.ShouldAllBe(message => Payloads(message).Contains(HashPayload));
        quickMode.Count(message => Payloads(message).Contains(SaPayload)).ShouldBe(2);

        // Without keys the same judge reads none of it, so what it read above it did decrypt.
        Messages(null, 32).ShouldAllBe(message => !Payloads(message).Contains(HashPayload));
    }

    private static void JudgeEsp(LabNetwork lab, Capture capture, int family)
    {
        var source = family == 4 ? "ip.src" : "ipv6.src";
        var packets = Tshark.Read(
            capture.Path, lab.File("keys"), $"esp and {Between(lab, family)}", source, "frame.protocols", "esp.icv_good", "esp.icv_bad", "frame.number");
        packets.ShouldAllBe(packet => packet[2] == "1" || packet[2] == "True", "every ICV is good");
        packets.ShouldAllBe(packet => packet[1].Contains(":esp:tcp") || packet[1].Contains(":esp:udp"), "every inner packet is decrypted");
        foreach (var from in new[] { lab.Address("a", family), lab.Address("b", family) })
        {
            foreach (var protocol in new[] { "tcp", "udp" })
            {
                packets.Count(packet => packet[0] == from && packet[1].Contains($":esp:{protocol}"))
                    .ShouldBeGreaterThanOrEqualTo(PacketsEachWay, $"{protocol} from {from}");
            }
        }
    }

    private static string Between(LabNetwork lab, int family) =>
        family == 4 ? $"ip.addr == {lab.Address("a", 4)}" : $"ipv6.addr == {lab.Address("a", 6)}";

    private static string[] Payloads(string[] message) => message[1].Split(',');

    private static void Succeeded(TrafficResult result) => result.Ok.ShouldBeTrue(result.Text);
}
