using Gatehouse.Scenarios.Reading;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>What the reader says about bad documents: line, path, message, expectation.</summary>
public sealed class PolicyReaderErrorTests
{
    private const string Head = "gatehouse: 1\nscenario: transport-mode\n";
    private const string MainMode = Head + "keying: { ike: { authentication: [kerberos], mainMode: { ";
    private const string QuickMode = Head + "keying: { ike: { authentication: [kerberos], quickMode: { ";
    private const string Ike = "keying: { ike: { authentication: [kerberos] } }\n";

    [Theory]
    [InlineData("", 1, "", "the document is empty", "gatehouse: 1")]
    [InlineData("# only a comment\n", 1, "", "the document is empty", "gatehouse: 1")]
    [InlineData("- a\n", 1, "", "a list cannot stand here", "a mapping of gatehouse, name, scenario")]
    [InlineData("just text", 1, "", "a text cannot stand here", "a mapping of")]
    [InlineData("gatehouse: 1\n" + Ike, 1, "scenario", "scenario is missing", "one of transport-mode, negotiation-discovery")]
    [InlineData(Head, 1, "keying", "keying is missing", "a mapping of ike, authip")]
    [InlineData(Head + "keying: {}\n", 3, "keying", "the mapping is empty", "ike, authip")]
    [InlineData(Head + "keying:\n", 3, "keying", "nothing cannot stand here", "ike, authip")]
    [InlineData("gatehouse: 2\nscenario: transport-mode\n" + Ike, 1, "gatehouse", "'2' is out of range", "1")]
    [InlineData("gatehouse: '1'\nscenario: transport-mode\n" + Ike, 1, "gatehouse", "a text cannot stand here", "1")]
    [InlineData("gatehouse: 1\nscenario: transport\n" + Ike, 2, "scenario", "'transport' is not known here", "one of transport-mode")]
    [InlineData("gatehouse: 1\nscenario: negotiation-discovry\n" + Ike, 2, "scenario", "did you mean negotiation-discovery?", "")]
    [InlineData(Head + Ike + "exemption: []\n", 4, "exemption", "did you mean exemptions?", "a mapping of")]
    [InlineData(Head + Ike + "rule: []\n", 4, "rule", "did you mean rules?", "a mapping of")]
    [InlineData(Head + Ike + "scenario: transport-mode\n", 4, "scenario", "the key of line 2 is written again", "each key once")]
    [InlineData(Head + Ike + "name: a b\n", 4, "name", "right form", "letters, digits")]
    [InlineData(Head + Ike + "name: 12\n", 4, "name", "a whole number cannot stand here", "letters, digits")]
    [InlineData(Head + Ike + "name: true\n", 4, "name", "true or false cannot stand here", "letters, digits")]
    [InlineData(Head + Ike + "traffic: { unicast: some }\n", 4, "traffic.unicast", "'some' is not known here", "all")]
    [InlineData(Head + Ike + "traffic: { families: [] }\n", 4, "traffic.families", "the list is empty", "at least 1")]
    [InlineData(Head + Ike + "traffic: { families: [ipv4, ipv4] }\n", 4, "traffic.families[1]", "twice", "each item once")]
    [InlineData(Head + Ike + "traffic: { families: ipv4 }\n", 4, "traffic.families", "a text cannot stand here", "a list")]
    [InlineData(Head + Ike + "enforcement: { onNoSa: wait }\n", 4, "enforcement.onNoSa", "'wait' is not known here", "hold, drop")]
    [InlineData(Head + Ike + "exemptions: [icmpv6]\n", 4, "exemptions[0]", "did you mean icmp?", "icmp, or a mapping")]
    [InlineData(Head + Ike + "exemptions: [{}]\n", 4, "exemptions[0]", "the mapping is empty", "protocol, localPort")]
    [InlineData(Head + Ike + "exemptions: [icmp, icmp]\n", 4, "exemptions[1]", "twice", "each exemption once")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: icmp }, icmp]\n", 4, "exemptions[1]", "twice", "each exemption once")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: 300 }]\n", 4, "exemptions[0].protocol", "'300' is out of range", "0 to 255")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: tcp, localPort: 65536 }]\n", 4, "exemptions[0].localPort", "out of range", "65535")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: tcp, localPort: 9-1 }]\n", 4, "exemptions[0].localPort", "right form", "5000-5010")]
    [InlineData(Head + Ike + "exemptions: [{ localPort: 22 }]\n", 4, "exemptions[0].localPort", "needs a protocol", "tcp, udp or sctp")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: icmp, remotePort: 22 }]\n", 4, "exemptions[0].remotePort", "needs a protocol", "tcp")]
    [InlineData(Head + Ike + "exemptions: [{ remote: 10.0.0.0/33 }]\n", 4, "exemptions[0].remote", "right form", "10.0.0.0/8")]
    [InlineData(Head + Ike + "exemptions: [{ remote: host.example }]\n", 4, "exemptions[0].remote", "right form", "an IP address")]
    [InlineData(Head + Ike + "exemptions: [{ remote: [] }]\n", 4, "exemptions[0].remote", "the list is empty", "addresses")]
    [InlineData(Head + Ike + "exemptions: [{ local: 10.0.0.1, remote: 'fd00::1' }]\n", 4, "exemptions[0]", "no address family", "traffic.families")]
    [InlineData(Head + Ike + "traffic: { families: [ipv4] }\nexemptions: [{ remote: 'fd00::1' }]\n", 5, "exemptions[0]", "no address family", "")]
    [InlineData(Head + "keying: { ike: {} }\n", 3, "keying.ike.authentication", "authentication is missing", "a list of at least 1")]
    [InlineData(Head + "keying: { ike: { authentication: [] } }\n", 3, "keying.ike.authentication", "the list is empty", "at least 1")]
    [InlineData(Head + "keying: { ike: { authentication: kerberos } }\n", 3, "keying.ike.authentication", "a text cannot stand here", "a list")]
    [InlineData(Head + "keying: { ike: { authentication: [ntlm] } }\n", 3, "keying.ike.authentication[0]", "not known here", "certificate, kerberos")]
    [InlineData(Head + "keying: { ike: { authentication: [psk] } }\n", 3, "keying.ike.authentication[0]", "not known here", "psk")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos, kerberos] } }\n", 3, "keying.ike.authentication[1]", "twice", "each method once")]
    [InlineData(Head + "keying: { ike: { authentication: [certificate, certificate: {}] } }\n", 3, "keying.ike.authentication[1]", "twice", "")]
    [InlineData(Head + "keying: { ike: { authentication: [psk: {}] } }\n", 3, "keying.ike.authentication[0].psk", "the mapping is empty", "env, file")]
    [InlineData(
        Head + "keying: { ike: { authentication: [psk: { env: A, file: b }] } }\n",
        3,
        "keying.ike.authentication[0].psk",
        "2 keys",
        "one of env, file")]
    [InlineData(Head + "keying: { ike: { authentication: [psk: { env: A-B }] } }\n", 3, "keying.ike.authentication[0].psk.env", "right form", "variable")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], psk: { env: A } } }\n", 3, "keying.ike.psk", "the list authentication", "")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], extendedMode: {} } }\n", 3, "keying.ike.extendedMode", "only AuthIP", "")]
    [InlineData(
        Head + "keying: { authip: { authentication: [psk: { env: A }] } }\n",
        3,
        "keying.authip.authentication[0].psk",
        "AuthIP has no pre-shared key",
        "")]
    [InlineData(Head + "keying: { authip: { authentication: [psk] } }\n", 3, "keying.authip.authentication[0]", "AuthIP has no pre-shared key", "ntlm")]
    [InlineData(Head + "keying: { authip: { authentication: [kerberos], psk: x } }\n", 3, "keying.authip.psk", "AuthIP has no pre-shared key", "")]
    [InlineData(
        Head + "keying: { authip: { authentication: [kerberos], extendedMode: { authentication: [anonymous] } } }\n",
        3,
        "keying.authip.extendedMode.authentication[0]",
        "not known here",
        "ntlm")]
    [InlineData(
        Head + "keying: { authip: { authentication: [anonymous], mainMode: { proposals: [{ encryption: aes-128, integrity: sha-1, group: none }] } } }\n",
        3,
        "keying.authip.mainMode.proposals[0].group",
        "Diffie-Hellman",
        "a group")]
    [InlineData(
        MainMode + "proposals: [{ encryption: aes-128, integrity: sha-1, group: none }] } } }\n",
        3,
        "keying.ike.mainMode.proposals[0].group",
        "'none' is not known here",
        "ecp-256")]
    [InlineData(
        MainMode + "proposals: [{ encryption: aes-128, group: ecp-256 }] } } }\n",
        3,
        "keying.ike.mainMode.proposals[0].integrity",
        "integrity is missing",
        "sha-256")]
    [InlineData(MainMode + "lifetime: { seconds: 0 } } } }\n", 3, "keying.ike.mainMode.lifetime.seconds", "'0' is out of range", "from 1 to 4294967295")]
    [InlineData(QuickMode + "lifetime: { seconds: 1.5 } } } }\n", 3, "keying.ike.quickMode.lifetime.seconds", "a fraction cannot stand here", "whole number")]
    [InlineData(
        QuickMode + "proposals: [{ encryption: aes-gcm-128, integrity: sha-1 }] } } }\n",
        3,
        "keying.ike.quickMode.proposals[0].integrity",
        "AES-GCM authenticates by itself",
        "no integrity")]
    [InlineData(
        QuickMode + "proposals: [{ encryption: aes-cbc-128 }] } } }\n",
        3,
        "keying.ike.quickMode.proposals[0].integrity",
        "does not authenticate",
        "sha-256")]
    [InlineData(
        QuickMode + "proposals: [{ encryption: 3des, integrity: aes-gmac-128 }] } } }\n",
        3,
        "keying.ike.quickMode.proposals[0].integrity",
        "AES-GMAC goes with encryption: none",
        "sha-256")]
    [InlineData(QuickMode + "proposals: [{ pfs: none }] } } }\n", 3, "keying.ike.quickMode.proposals[0]", "protects nothing", "encryption, or ah")]
    [InlineData(QuickMode + "proposals: [{ integrity: sha-1 }] } } }\n", 3, "keying.ike.quickMode.proposals[0].integrity", "belongs to ESP", "encryption")]
    [InlineData(QuickMode + "allowClearSeconds: 10 } } }\n", 3, "keying.ike.quickMode.allowClearSeconds", "never accepts clear text", "negotiation-discovery")]
    [InlineData(Head + Ike + "name: &anchor x\n", 4, "name", "anchors and aliases are not read", "written out")]
    [InlineData(Head + Ike + "name: !!str x\n", 4, "name", "tags are not read", "without a tag")]
    [InlineData(Head + Ike + "[a]: b\n", 4, "", "a key cannot be a list", "a text")]
    [InlineData(Head + Ike + "---\nb: c\n", 4, "", "a second document begins here", "one document")]
    [InlineData(Head + "keying: [a\nx: y\n", 3, "", "not YAML", "YAML 1.2 or JSON")]
    [InlineData(Head + "keying: 'a\n", 3, "", "not YAML: While scanning a quoted scalar", "YAML 1.2 or JSON")]
    [InlineData(Head + "\tkeying: a\n", 2, "", "not YAML", "YAML 1.2 or JSON")]
    [InlineData("a: b: c\n", 1, "", "not YAML", "YAML 1.2 or JSON")]
    public void One_mistake_gives_one_error_at_its_place(string policy, int line, string path, string message, string expected)
    {
        var result = PolicyReader.Read(policy, "policy.yaml");
        result.Document.ShouldBeNull();
        var error = result.Errors.ShouldHaveSingleItem();
        error.Line.ShouldBe(line);
        error.Path.ShouldBe(path);
        error.Message.ShouldContain(message);
        error.Expected.ShouldContain(expected);
    }

    [Fact]
    public void All_errors_of_a_file_come_at_once_and_in_order()
    {
        var result = PolicyReader.Read(TestFiles.ReadText("tests", "vectors", "policy", "many-errors.yaml"), "many.yaml");
        var expected = TestFiles.ReadText("tests", "vectors", "policy", "many-errors.txt");
        string.Join('\n', result.ErrorLines()).ShouldBe(expected.TrimEnd());
    }

    [Fact]
    public void A_file_full_of_errors_is_cut_off()
    {
        var text = Head + Ike + string.Concat(Enumerable.Range(0, 1000).Select(index => $"key{index}: 1\n"));
        var result = PolicyReader.Read(text, "policy.yaml");
        result.Errors.Length.ShouldBe(PolicyErrors.MaxErrors + 1);
        result.Errors[^1].Message.ShouldContain("too many errors");
    }

    [Fact]
    public void Control_characters_of_the_file_do_not_reach_the_terminal() =>
        PolicyReader.Read("gatehouse: 1\nscenario: \"\\e[31mred\"\n" + Ike, "p.yaml").ErrorLines().Single().ShouldNotContain('\e');
}
