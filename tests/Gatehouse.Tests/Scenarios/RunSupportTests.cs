using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Running;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

public sealed class RunSupportTests
{
    [Fact]
    public void Transport_mode_with_a_psk_runs_without_a_word() => Check(PolicyTexts.Minimal).ShouldBeEmpty();

    [Theory]
    [InlineData("examples/transport-mode-psk.yaml", "")]
    [InlineData("examples/negotiation-discovery-psk.yaml", "")]
    [InlineData("examples/negotiation-discovery-boundary-psk.yaml", "")]
    [InlineData("examples/mixed-fleet.yaml", "")]
    [InlineData("examples/transport-mode-kerberos.yaml", "")]
    [InlineData("examples/transport-mode.yaml", "Notice: IKE authentication by certificate is not in this build; ")]
    [InlineData("examples/negotiation-discovery.yaml", "Notice: IKE authentication by certificate is not in this build; ")]
    public void Examples_run_or_are_refused_by_name(string file, string expected) =>
        ShouldMatch(Check(TestFiles.ReadText(file)), expected);

    [Theory]
    [InlineData("authip: { authentication: [kerberos] }", "")]
    [InlineData("authip: { authentication: [kerberos, anonymous], extendedMode: { authentication: [kerberos] } }", "")]
    [InlineData("authip: { authentication: [certificate, ntlm], certificate: { chain: /c, privateKey: /k }, extendedMode: { authentication: [ntlm] } }", "")]
    [InlineData(
        "authip: { authentication: [certificate, kerberos] }",
        "Notice: AuthIP authentication by certificate needs keying.authip.certificate, which says where this host's is; kerberos only")]
    [InlineData(
        "authip: { authentication: [kerberos], extendedMode: { authentication: [certificate] } }",
        "Refusal: extended mode by certificate needs keying.authip.certificate, which says where this host's is")]
    [InlineData("ike: { authentication: [{ psk: { env: X } }] }, authip: { authentication: [kerberos] }", "")]
    [InlineData(
        "ike: { authentication: [certificate] }, authip: { authentication: [kerberos] }",
        "Notice: IKE authentication by certificate is not in this build; run needs psk under keying.ike.authentication; AuthIP only")]
    [InlineData(
        "ike: { authentication: [{ psk: { env: X } }] }, authip: { authentication: [certificate] }",
        "Notice: AuthIP authentication by certificate needs keying.authip.certificate, which says where this host's is; IKE only")]
    [InlineData(
        "authip: { authentication: [kerberos], mainMode: { proposals: [{ encryption: aes-256, integrity: sha-384, group: ecp-384 }] } }",
        "Refusal: no main-mode proposal under keying.authip is in this build")]
    [InlineData(
        "authip: { authentication: [kerberos], mainMode: { proposals: [{ encryption: des, integrity: sha-1, group: none }, "
        + "{ encryption: 3des, integrity: sha-1, group: none }] } }",
        "Notice: main-mode proposal 1 under keying.authip")]
    [InlineData("ike: { authentication: [kerberos, certificate] }", "Refusal: IKE authentication by kerberos and certificate")]
    [InlineData("ike: { authentication: [kerberos, { psk: { env: X } }] }", "Notice: IKE authentication by kerberos is not in this build; psk only")]
    [InlineData(
        "ike: { authentication: [{ psk: { env: X } }], mainMode: { proposals: [{ encryption: 3des, integrity: sha-1, group: modp-1024 }] } }",
        "Refusal: no main-mode proposal")]
    [InlineData(
        "ike: { authentication: [{ psk: { env: X } }], quickMode: { proposals: "
        + "[{ ah: sha-1 }, { encryption: aes-gcm-128 }, { encryption: none, integrity: sha-1 }] } }",
        "Notice: quick-mode proposal 1, 3 under keying.ike")]
    [InlineData(
        "ike: { authentication: [{ psk: { env: X } }], quickMode: { pfs: modp-768 } }",
        "Refusal: no quick-mode proposal")]
    public void What_this_build_lacks_is_named(string module, string expected) =>
        ShouldMatch(Check($"gatehouse: 1\nscenario: transport-mode\nkeying: {{ {module} }}"), expected);

    [Fact]
    public void The_main_mode_proposals_it_calls_AuthIPs_are_those_the_machine_has()
    {
        foreach (var cipher in Enum.GetValues<IkeCipherType>())
        {
            foreach (var integrity in Enum.GetValues<IkeIntegrityType>())
            {
                foreach (var group in Enum.GetValues<IkeDhGroup>())
                {
                    var proposal = new MainModeProposal(cipher, integrity, group, 28_800);
                    RunSupport.SupportsInAuthIp(proposal).ShouldBe(AuthIpSuite.From(proposal) is not null, proposal.ToString());
                }
            }
        }
    }

    [Fact]
    public void Ipv6_without_icmp_is_noticed() =>
        ShouldMatch(Check(PolicyTexts.Minimal + "\nexemptions: []"), "Notice: IPv6 neighbour discovery is not exempt");

    [Fact]
    public void Ipv4_without_icmp_is_nobodys_concern() =>
        Check(PolicyTexts.Minimal + "\nexemptions: []\ntraffic: { families: [ipv4] }").ShouldBeEmpty();

    [Theory]
    [InlineData("clear")]
    [InlineData("block")]
    public void What_needs_no_keys_runs_without_keying(string scenario) => Check($"gatehouse: 1\nscenario: {scenario}\n").ShouldBeEmpty();

    [Theory]
    [InlineData("transport-mode", "name: a, scenario: clear, protocol: icmp", false)]
    [InlineData("transport-mode", "name: a, scenario: clear, protocol: 58", false)]
    [InlineData("transport-mode", "name: a, scenario: clear, protocol: 1", true)]
    [InlineData("transport-mode", "name: a, scenario: clear, protocol: icmp, remote: 'fd00::/8'", true)]
    [InlineData("clear", "name: a, scenario: transport-mode, protocol: tcp", false)]
    [InlineData("clear", "name: a, scenario: transport-mode, remote: 10.0.0.0/8", false)]
    [InlineData("clear", "name: a, scenario: transport-mode, remote: 'fd00::/8'", true)]
    [InlineData("clear", "name: a, scenario: transport-mode, protocol: icmp", true)]
    public void Ipv6_without_icmp_is_noticed_where_the_rules_let_it_happen(string scenario, string rule, bool noticed) =>
        ShouldMatch(
            Check(PolicyTexts.Minimal.Replace("scenario: transport-mode", $"scenario: {scenario}") + $"\nexemptions: []\nrules: [{{ {rule} }}]"),
            noticed ? "Notice: IPv6 neighbour discovery is not exempt" : "");

    private static string[] Check(string policy)
    {
        var result = PolicyReader.Read(policy, "policy.yaml");
        result.ErrorLines().ShouldBeEmpty();
        return [.. RunSupport.Check(result.Document!).Select(finding => $"{finding.Kind}: {finding.Text}")];
    }

    private static void ShouldMatch(string[] findings, string expected)
    {
        var beginnings = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        findings.Length.ShouldBe(beginnings.Length, string.Join('\n', findings));
        for (var index = 0; index < beginnings.Length; index++)
            findings[index].ShouldStartWith(beginnings[index]);
    }
}
