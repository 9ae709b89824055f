using Gatehouse.Interop.Judges;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Peers;

/// <summary>
/// strongSwan with the ESP of a real Linux kernel, in a virtual machine: another IKE and another ESP, in both roles. One test per suite and
/// role goes through both families, with TCP opened from both sides.
/// </summary>
public sealed class StrongSwanTests(StrongSwanPeer peer) : IClassFixture<StrongSwanPeer>
{
    [Theory]
    [InlineData("cbc")]
    [InlineData("cbc256")]
    [InlineData("gcm")]
    public void Gatehouse_initiates(string child) => Talk(Suite.Named(child), weInitiate: true);

    [Theory]
    [InlineData("cbc")]
    [InlineData("cbc256")]
    [InlineData("gcm")]
    public void StrongSwan_initiates(string child) => Talk(Suite.Named(child), weInitiate: false);

    /// <summary>strongSwan knows AuthIP neither by its messages nor by the vendor ids that announce it in IKE's.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_policy_with_AuthIP_too_reaches_it_by_IKE(bool weInitiate)
    {
        Privileged.Require("python3", "tcpdump");
        peer.Up();
        Talk(Suite.Named("gcm"), weInitiate, PolicyFile.WriteText(peer.Lab, $"peer-both-{weInitiate}", $$"""
            scenario: transport-mode
            exemptions: [icmp]
            keying:
              ike: { authentication: [psk: { env: {{PolicyFile.Variable}} }], quickMode: { proposals: [{ encryption: aes-gcm-128 }] } }
              authip: { authentication: [anonymous], mainMode: { proposals: [{ encryption: aes-128, integrity: sha-256, group: ecp-256 }] } }

            """));
    }

    /// <summary>strongSwan knows neither the vendor id nor EXCHANGE_INFO; a connection to it starts in clear and is upgraded all the same.</summary>
    [Fact]
    public void Negotiation_discovery_upgrades_a_connection_to_a_peer_that_has_never_heard_of_it()
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        peer.Up();
        var lab = peer.Lab;
        using var capture = lab.Capture("discovery.pcap");
        using var node = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "peer-discovery", "aes-gcm-128", scenario: "negotiation-discovery"));
        foreach (var family in new[] { 4, 6 })
        {
            var outward = Traffic.Run(
                lab, "a", PeerVm.Host, family, "tcp", "--bytes", "1000000", "--chunk", "500", "--interval", "0.02", "--seconds", "4");
            outward.Ok.ShouldBeTrue($"a to peer, IPv{family}: {outward.Text}\n{node.Error}\n{peer.Log()}");
            var inward = Traffic.Run(lab, peer.Vm, "a", family, "tcp", "--bytes", "100000");
            inward.Ok.ShouldBeTrue($"peer to a, IPv{family}: {inward.Text}\n{node.Error}\n{peer.Log()}");
        }

        peer.EndAssociations();
        node.Terminate().ShouldBe(0, node.Error);
        capture.Stop();
        var ways = WireWay.Read(capture, Traffic.Port);
        foreach (var family in new[] { 4, 6 })
        {
            var way = ways(lab.Address("a", family), lab.Address(PeerVm.Host, family));
            (way.Clear > 0 && way.Protected > 20).ShouldBeTrue($"{way}");
            way.ShouldNeverGoBack($"IPv{family}");
        }
    }

    private void Talk(Suite suite, bool weInitiate, string? policy = null)
    {
        Privileged.Require("python3", "tcpdump");
        peer.Up();
        var lab = peer.Lab;
        policy ??= PolicyFile.Write(lab, $"peer-{suite.Child}", suite.Encryption, suite.Integrity);
        using var capture = lab.Capture($"{suite.Child}-{weInitiate}.pcap");
        using var node = GatehouseProcess.Run(lab, "a", policy);
        foreach (var (family, connection) in new[] { (4, "v1"), (6, "v1six") })
        {
            if (!weInitiate)
                Initiate(node, $"{connection}-{suite.Child}");
            var outward = Traffic.Run(lab, "a", PeerVm.Host, family, "tcp", "--bytes", "100000");
            outward.Ok.ShouldBeTrue($"a to peer, IPv{family}: {outward.Text}\n{node.Error}\n{peer.Log()}");
            var inward = Traffic.Run(lab, peer.Vm, "a", family, "tcp", "--bytes", "100000");
            inward.Ok.ShouldBeTrue($"peer to a, IPv{family}: {inward.Text}\n{node.Error}\n{peer.Log()}");
        }

        var role = weInitiate ? "initiator" : "responder";
        var established = node.Events().Where(e => e is { Event: "established", Exchange: "quick-mode" }).ToList();
        established.Count.ShouldBe(2, node.Error);
        established.ShouldAllBe(e => e.Role == role);
        peer.Vm.Run(10, "swanctl", "--list-sas").Succeeded().Output
            .Split($"ESP:{suite.PeerName}").Length.ShouldBe(3, "the suite is listed once per family");
        peer.EndAssociations();
        node.Terminate().ShouldBe(0, node.Error);
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
        foreach (var family in new[] { 4, 6 })
        {
            capture.EspPackets(lab.Address("a", family), lab.Address(PeerVm.Host, family)).Length.ShouldBeGreaterThan(20);
            capture.EspPackets(lab.Address(PeerVm.Host, family), lab.Address("a", family)).Length.ShouldBeGreaterThan(20);
        }
    }

    private void Initiate(GatehouseProcess node, string child)
    {
        var result = peer.Vm.Run(20, "swanctl", "--initiate", "--child", child, "--timeout", "15");
        result.ExitCode.ShouldBe(0, $"{result}\n{node.Error}");
    }
}
