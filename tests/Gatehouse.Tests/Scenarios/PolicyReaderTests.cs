using System.Text;
using Gatehouse.Base;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

public sealed class PolicyReaderTests
{
    [Fact]
    public void A_minimal_document_gets_every_default()
    {
        var document = Read(PolicyTexts.Minimal);
        document.Name.ShouldBe("transport-mode");
        document.Scenario.ShouldBe(ScenarioKind.TransportMode);
        document.Families.ShouldBe([IpFamily.V4, IpFamily.V6]);
        document.Exemptions.ShouldBe([TrafficMatch.Icmp]);
        document.OnNoSa.ShouldBe(NoSaAction.Hold);
        var ike = document.Keying.ShouldHaveSingleItem();
        ike.Module.ShouldBe(KeyingModule.Ike);
        ike.PresharedKey.ShouldBe(new SecretSource.EnvironmentVariable("GATEHOUSE_PSK"));
        ike.Authentication.ShouldHaveSingleItem().Type.ShouldBe(AuthenticationMethodType.PresharedKey);
        ike.MainMode.ShouldBe(
        [
            new(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 28800),
            new(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28800),
            new(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Group14, 28800),
            new(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14, 28800),
        ]);
        ike.QuickMode.Select(proposal => EspAlgorithm.From(proposal.Transforms.Single())!.Value.ToString())
            .ShouldBe(["AES-GCM-128", "AES-GCM-256", "AES-CBC-128/HMAC-SHA-256-128", "AES-CBC-128/HMAC-SHA1-96"]);
        ike.QuickMode.ShouldAllBe(proposal => proposal.Lifetime == new SaLifetime(3600, 67_108_864, int.MaxValue) && proposal.PfsGroup == PfsGroup.None);
        ike.IdleTimeout.ShouldBe(new SaIdleTimeout(300, 60));
        ike.AllowClearSeconds.ShouldBe(0u);
        ike.ExtendedMode.ShouldBeNull();
    }

    [Fact]
    public void Discovery_tolerates_stragglers_in_clear_for_ten_seconds() =>
        Read(PolicyTexts.Minimal.Replace("transport-mode", "negotiation-discovery")).Keying[0].AllowClearSeconds.ShouldBe(10u);

    [Theory]
    [InlineData("scenario: negotiation-discovery-boundary", "", 10)]
    [InlineData("scenario: transport-mode", "rules: [{ name: a, scenario: negotiation-discovery, protocol: tcp }]", 10)]
    [InlineData("scenario: transport-mode", "rules: [{ name: a, scenario: clear, protocol: tcp }]", 0)]
    public void Grace_is_the_default_as_soon_as_any_scenario_discovers(string scenario, string rules, int seconds) =>
        Read(PolicyTexts.Minimal.Replace("scenario: transport-mode", scenario) + "\n" + rules).Keying[0].AllowClearSeconds.ShouldBe((uint)seconds);

    [Theory]
    [InlineData("clear")]
    [InlineData("block")]
    public void Where_nobody_negotiates_there_is_no_keying(string scenario)
    {
        var document = Read($"gatehouse: 1\nscenario: {scenario}\n");
        document.Name.ShouldBe(scenario);
        document.Keying.ShouldBeEmpty();
        document.Rules.ShouldBeEmpty();
    }

    [Fact]
    public void A_policy_may_be_as_long_as_its_limit()
    {
        var rules = Enumerable.Range(1, TrafficRule.MaxRules)
            .Select(number => $"\n  - {{ name: r{number}, scenario: clear, protocol: tcp, localPort: {number} }}");
        var document = Read(PolicyTexts.Minimal + "\nrules:" + string.Concat(rules));
        document.Rules.Length.ShouldBe(1024);
        document.Rules[1023].Traffic.ToString().ShouldBe("tcp local port 1024");
    }

    [Fact]
    public void Everything_the_document_can_say_arrives()
    {
        var document = Read(TestFiles.ReadText("tests", "vectors", "policy", "everything.yaml"));
        document.Name.ShouldBe("everything");
        document.Families.ShouldBe([IpFamily.V4, IpFamily.V6]);
        document.OnNoSa.ShouldBe(NoSaAction.Drop);
        document.Exemptions.Select(exemption => exemption.ToString()).ShouldBe(
        [
            "icmp",
            "tcp local port 22",
            "udp local 10.0.0.1,fd00::/8 remote 10.0.0.53 remote port 53",
            "protocol 47",
            "tcp remote port 5000-5010",
            "any protocol remote 192.0.2.0/24",
        ]);
        document.Rules.Select(rule => (rule.Name, rule.Scenario, rule.Traffic.ToString(), rule.GuaranteeEncryption)).ShouldBe(
        [
            ("database", ScenarioKind.TransportMode, "tcp remote 10.0.0.0/24,fd00:1::/64 remote port 1433", true),
            ("Old.printers_1", ScenarioKind.Clear, "any protocol remote 10.0.9.0/24", false),
            ("telnet", ScenarioKind.Block, "tcp local port 23", false),
            ("guests", ScenarioKind.NegotiationDiscoveryBoundary, "any protocol local 10.0.0.1 remote 198.51.100.0/24", false),
            ("web", ScenarioKind.NegotiationDiscovery, "tcp local port 80-443", false),
        ]);
        var (ike, authIp) = (document.Keying[0], document.Keying[1]);
        ike.PresharedKey.ShouldBe(new SecretSource.SecretFile("/etc/gatehouse/psk"));
        ike.Authentication.Select(method => method.Type).ShouldBe(
            [AuthenticationMethodType.Certificate, AuthenticationMethodType.PresharedKey, AuthenticationMethodType.Kerberos]);
        ike.Authentication[0].TrustedRoots.ShouldBe(["CN=Example Root, O=Example"]);
        ike.MainMode.ShouldBe(
        [
            new(IkeCipherType.Aes192, IkeIntegrityType.Md5, IkeDhGroup.Group24, 600, 5),
            new(IkeCipherType.TripleDes, IkeIntegrityType.Sha1, IkeDhGroup.Group2, 700, 1),
        ]);
        ike.QuickMode.Select(proposal => (proposal.Lifetime, proposal.PfsGroup)).ShouldBe(
        [
            (new SaLifetime(60, 1000, 2000), PfsGroup.MainMode),
            (new SaLifetime(90, 1000, 2000), PfsGroup.Ecp384),
            (new SaLifetime(60, 1000, 2000), PfsGroup.MainMode),
        ]);
        ike.QuickMode[0].Transforms.ShouldBe([new(SaTransformType.EspAuth, IpsecAuthType.Aes128, null)]);
        ike.QuickMode[1].Transforms.ShouldBe(
        [
            new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Sha256, IpsecCipherConfig.CbcAes192),
            new(SaTransformType.Ah, IpsecAuthType.Sha1, null),
        ]);
        ike.QuickMode[2].Transforms.ShouldBe([new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes192, IpsecCipherConfig.GcmAes192)]);
        ike.IdleTimeout.ShouldBe(new SaIdleTimeout(400, 30));
        ike.AllowClearSeconds.ShouldBe(7u);
        authIp.Authentication.Select(method => method.Type).ShouldBe(
            [AuthenticationMethodType.Kerberos, AuthenticationMethodType.Ssl, AuthenticationMethodType.NtlmV2]);
        authIp.MainMode.ShouldHaveSingleItem().DhGroup.ShouldBe(IkeDhGroup.None);
        authIp.ExtendedMode!.AuthenticationMethods.Select(method => method.Type).ShouldBe(
            [AuthenticationMethodType.NtlmV2, AuthenticationMethodType.Ssl, AuthenticationMethodType.Kerberos]);
        (authIp.WireProfile.KeySplit, authIp.Kerberos.UserPrincipal).ShouldBe((KeySplit.AuthenticationFirst, "alice@EXAMPLE.COM"));
    }

    [Fact]
    public void Json_is_a_policy_too()
    {
        var document = Read("""{"gatehouse": 1, "scenario": "transport-mode", "keying": {"authip": {"authentication": ["anonymous"]}}}""");
        document.Keying.ShouldHaveSingleItem().Module.ShouldBe(KeyingModule.AuthIp);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        PolicyReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(PolicyTexts.Minimal)], "p").Document.ShouldNotBeNull();

    [Fact]
    public void Bytes_that_are_not_utf8_are_an_error() =>
        PolicyReader.Read([0x61, 0xFF], "p").Errors.ShouldHaveSingleItem().Message.ShouldBe("the file is not UTF-8");

    private static PolicyDocument Read(string text)
    {
        var result = PolicyReader.Read(text, "policy.yaml");
        result.ErrorLines().ShouldBeEmpty();
        return result.Document.ShouldNotBeNull();
    }
}
