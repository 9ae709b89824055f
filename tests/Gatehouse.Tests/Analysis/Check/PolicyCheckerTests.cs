using Gatehouse.Analysis.Check;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Analysis.Check;

public sealed class PolicyCheckerTests
{
    private const string Psk = "keying: { ike: { authentication: [{ psk: { env: X } }] } }\n";
    private const string Transport = "gatehouse: 1\nscenario: transport-mode\n" + Psk;
    private const string Clear = "gatehouse: 1\nscenario: clear\n";
    private const string Kerberos = "gatehouse: 1\nscenario: transport-mode\nkeying: { authip: { authentication: [kerberos] } }\n";

    [Theory]
    [InlineData(Transport)]
    [InlineData(Clear)]
    [InlineData("gatehouse: 1\nscenario: negotiation-discovery\n" + Psk)]
    [InlineData("gatehouse: 1\nscenario: negotiation-discovery-boundary\n" + Psk)]
    [InlineData(Transport + "exemptions: [icmp, { protocol: udp, remote: 10.0.0.53, remotePort: 53 }, { protocol: tcp, localPort: 22 }]\n")]
    [InlineData(Transport + "rules: [{ name: a, scenario: clear, remote: 10.1.0.0/16 }, { name: b, scenario: transport-mode, remote: 10.0.0.0/8 }]\n")]
    public void A_sound_policy_has_no_findings(string policy) => Check(policy).Findings.ShouldBeEmpty();

    [Fact]
    public void A_rule_that_several_others_cover_together_is_never_reached()
    {
        var report = Check(Transport + """
            rules:
              - { name: low, scenario: block, protocol: tcp, localPort: 1-100 }
              - { name: high, scenario: clear, protocol: tcp, localPort: 101-65535 }
              - { name: never, scenario: block, protocol: tcp, localPort: 50-200 }
            """);
        var finding = report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ShouldHaveSingleItem();
        finding.ShouldSatisfyAllConditions(
            () => finding.Kind.ShouldBe(FindingKind.Unreachable),
            () => finding.Path.ShouldBe("rules[2]"),
            () => finding.Message.ShouldBe("rule 'never' is never reached: rules[0] and rules[1] together take all of its traffic"));
    }

    [Fact]
    public void A_rule_with_one_port_left_is_reached() => Check(Transport + """
        rules:
          - { name: low, scenario: block, protocol: tcp, localPort: 1-100 }
          - { name: high, scenario: block, protocol: tcp, localPort: 102-65535 }
          - { name: left, scenario: block, protocol: tcp, localPort: 50-200 }
        """).Findings.ShouldBeEmpty();

    [Fact]
    public void The_scenario_that_rules_cover_whole_is_told()
    {
        var report = Check(Transport + "rules: [{ name: a, scenario: block, remote: [0.0.0.0/1, 128.0.0.0/1, '::/0'] }]\nexemptions: []\n");
        report.Findings.ShouldContain(finding => finding.Kind == FindingKind.Unreachable && finding.Path == "scenario"
            && finding.Message.StartsWith("filter 'IN-1 require protection inbound, IPv4' at FWPM_LAYER_INBOUND_TRANSPORT_V4 never decides"));
    }

    [Theory]
    [InlineData("exemptions: [icmp, { protocol: udp, remotePort: 53 }]\n", "exemptions[1]")]
    [InlineData("exemptions: [icmp, { protocol: udp, remote: [0.0.0.0/0, 'fd00::1'], remotePort: 53 }]\n", "exemptions[1]")]
    [InlineData("rules: [{ name: dns, scenario: clear, protocol: udp, remotePort: 53 }]\n", "rules[0]")]
    public void Clear_text_by_the_peers_port_alone_is_a_hole(string more, string path)
    {
        var finding = Check(Transport + more).Findings.ShouldHaveSingleItem();
        (finding.Severity, finding.Kind, finding.Path).ShouldBe((FindingSeverity.Error, FindingKind.Hole, path));
    }

    [Fact]
    public void A_family_without_filters_is_told()
    {
        var finding = Check(Transport + "traffic: { families: [ipv4] }\n").Findings.ShouldHaveSingleItem();
        (finding.Severity, finding.Kind, finding.Path).ShouldBe((FindingSeverity.Warning, FindingKind.Hole, "traffic.families"));
        finding.Message.ShouldContain("IPv6");
    }

    [Fact]
    public void A_milder_rule_that_crosses_a_stricter_one_is_told_with_a_packet()
    {
        var finding = Check(Transport + """
            rules:
              - { name: printers, scenario: clear, remote: 10.0.9.0/24 }
              - { name: telnet, scenario: block, protocol: tcp, localPort: 23 }
            """).Findings.ShouldHaveSingleItem();
        (finding.Severity, finding.Kind, finding.Path).ShouldBe((FindingSeverity.Warning, FindingKind.Hole, "rules[1]"));
        finding.Example.ShouldBe("in tcp 10.0.9.1:49153 -> 192.0.2.1:23");
    }

    [Fact]
    public void A_proposal_that_does_not_encrypt_is_told()
    {
        var policy = "gatehouse: 1\nscenario: transport-mode\n"
            + "keying: { ike: { authentication: [{ psk: { env: X } }], quickMode: { proposals: [{ encryption: none, integrity: sha-256 }] } } }\n";
        var finding = Check(policy).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Path).ShouldBe((FindingKind.Hole, "keying.ike.quickMode.proposals[0]"));
    }

    [Fact]
    public void A_kerberos_policy_that_protects_its_kdc_and_its_name_server_waits_for_itself()
    {
        var findings = Check(Kerberos).Findings;
        findings.Select(finding => (finding.Severity, finding.Kind, finding.Path)).ShouldBe(
        [
            (FindingSeverity.Error, FindingKind.Deadlock, "keying.authip.authentication[0]"),
            (FindingSeverity.Error, FindingKind.Deadlock, "keying.authip.authentication[0]"),
        ]);
        findings[0].Message.ShouldContain("port 88");
        findings[1].Message.ShouldContain("port 53");
    }

    [Theory]
    [InlineData("exemptions: [icmp, { remote: 10.0.0.10 }]\n", true)]
    [InlineData("exemptions: [icmp, { remote: 10.0.0.10, protocol: udp, remotePort: 88 }, { remote: 10.0.0.10, protocol: udp, remotePort: 53 }]\n", true)]
    [InlineData("exemptions: [icmp, { remote: 10.0.0.10, protocol: tcp, remotePort: 88 }]\n", false)]
    [InlineData("exemptions: [icmp, { remote: 10.0.0.10, protocol: udp, localPort: 88 }]\n", false)]
    public void An_exemption_of_its_servers_sets_it_free(string exemptions, bool isFree) =>
        Check(Kerberos + exemptions).Findings.Any(finding => finding.Kind == FindingKind.Deadlock).ShouldBe(!isFree);

    [Fact]
    public void A_kdc_given_by_address_must_be_among_the_exempt()
    {
        var policy = Kerberos + "exemptions: [icmp, { remote: 10.0.0.10 }]\n";
        Check(policy, "10.0.0.10").Findings.ShouldBeEmpty();
        Check(policy, "10.0.0.11").Findings.ShouldHaveSingleItem().Message.ShouldContain("KDC 10.0.0.11");
    }

    [Fact]
    public void Kerberos_beside_another_method_is_a_warning() =>
        Check("gatehouse: 1\nscenario: transport-mode\nkeying: { ike: { authentication: [{ psk: { env: X } }] }, authip: { authentication: [kerberos] } }\n")
            .Findings.ShouldAllBe(finding => finding.Kind == FindingKind.Deadlock && finding.Severity == FindingSeverity.Warning);

    [Theory]
    [InlineData(Transport + "exemptions: []\n", true)]
    [InlineData(Transport + "exemptions: []\ntraffic: { families: [ipv6] }\n", true)]
    [InlineData(Transport + "exemptions: []\ntraffic: { families: [ipv4] }\n", false)]
    [InlineData("gatehouse: 1\nscenario: negotiation-discovery\nexemptions: []\n" + Psk, true)]
    [InlineData("gatehouse: 1\nscenario: negotiation-discovery-boundary\nexemptions: []\n" + Psk, false)]
    [InlineData(Transport + "exemptions: [{ remote: 'fe80::/10' }]\n", false)]
    [InlineData(Clear + "exemptions: []\nrules: [{ name: a, scenario: block, protocol: 58 }]\n", true)]
    public void Without_icmpv6_neighbour_discovery_dies(string policy, bool dies) =>
        Check(policy).Findings.Any(finding => finding.Kind == FindingKind.Deadlock).ShouldBe(dies);

    [Fact]
    public void Tests_that_get_another_verdict_are_told()
    {
        var report = Check(Transport + """
            tests:
              - { direction: out, protocol: tcp, local: 10.0.0.1:4000, remote: 10.0.0.2:80, expect: hold }
              - { direction: in, local: "10.0.0.1:80", remote: "10.0.0.2:4000", sa: established, expect: permit }
              - { direction: in, local: "10.0.0.1:80", remote: "10.0.0.2:4000", sa: established, arrives: clear, expect: permit }
              - { name: ping, direction: out, protocol: icmp, local: "fd00::1", remote: "fd00::2", expect: drop }
              - { direction: out, local: "[fd00::1]:1", remote: "[fd00::2]:2", flow: secured, begunBy: remote, sa: established, expect: protect }
            """);
        report.Tests.ShouldBe(5);
        report.FailedTests.ShouldBe(2);
        report.Findings.Select(finding => finding.Path).ShouldBe(["tests[2].expect", "tests[3].expect"]);
        report.Findings[1].Message.ShouldStartWith("test 'ping' fails: expected drop, got permit: ");
        report.Findings[1].Example.ShouldBe("out icmpv6 type 128 code 0 fd00::1 -> fd00::2");
    }

    [Fact]
    public void Filters_from_elsewhere_that_protect_one_way_only_are_a_hole()
    {
        var objects = ScenarioCompiler.Compile(PolicyReader.Read(Transport, "p").Document!);
        var oneWay = objects with { Filters = objects.Filters.RemoveAll(filter => filter.Layer == FwpmLayer.OutboundTransportV4) };
        var findings = PolicyChecker.Check(CheckSubject.Of(oneWay)).Findings;
        var hole = findings.Where(finding => finding.Kind == FindingKind.Hole).ShouldHaveSingleItem();
        hole.Message.ShouldContain("leaves in clear, as no filter matches it");
        PolicyChecker.Check(CheckSubject.Of(objects)).Findings.ShouldBeEmpty();
    }

    private static CheckReport Check(string policy, string? kdc = null)
    {
        var read = PolicyReader.Read(policy, "p");
        read.Errors.ShouldBeEmpty();
        return PolicyChecker.Check(CheckSubject.Of(read.Document!), kdc is null ? [] : [IpAddr.Parse(kdc)], kdc is null ? [] : [IpAddr.Parse("10.0.0.10")]);
    }
}
