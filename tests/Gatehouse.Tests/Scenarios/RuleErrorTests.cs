using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>What the reader says about rules that cannot be meant: line, path, message, expectation.</summary>
public sealed class RuleErrorTests
{
    private const string Psk = "keying: { ike: { authentication: [{ psk: { env: X } }] } }\n";
    private const string Head = "gatehouse: 1\nscenario: negotiation-discovery\n" + Psk;
    private const string Clear = "gatehouse: 1\nscenario: clear\n";

    [Theory]
    [InlineData(Head + "rules: { name: a }\n", 4, "rules", "a mapping cannot stand here", "a list of rules")]
    [InlineData(Head + "rules: [a]\n", 4, "rules[0]", "a text cannot stand here", "a mapping of name, scenario, protocol")]
    [InlineData(Head + "rules: [{ scenario: block, protocol: tcp }]\n", 4, "rules[0].name", "name is missing", "letters, digits")]
    [InlineData(Head + "rules: [{ name: a b, scenario: block, protocol: tcp }]\n", 4, "rules[0].name", "right form", "letters, digits")]
    [InlineData(Head + "rules: [{ name: a, protocol: tcp }]\n", 4, "rules[0].scenario", "scenario is missing", "clear, block")]
    [InlineData(Head + "rules: [{ name: a, scenario: blok, protocol: tcp }]\n", 4, "rules[0].scenario", "did you mean block?", "one of")]
    [InlineData(Head + "rules: [{ name: a, scenario: block }]\n", 4, "rules[0]", "does not say which traffic", "local or remote")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: 0 }]\n", 4, "rules[0].protocol", "'0' is out of range", "from 1 to 255")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: tcp, localPort: 0 }]\n", 4, "rules[0].localPort", "out of range", "from 1 to")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: tcp, localPort: 0-9 }]\n", 4, "rules[0].localPort", "right form", "5000-5010")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, localPort: 22 }]\n", 4, "rules[0].localPort", "needs a protocol", "tcp, udp or sctp")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: icmp, localPort: 2 }]\nexemptions: []\n", 4, "rules[0].localPort", "needs a", "tcp")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, remote: 10.0.0.0/33 }]\n", 4, "rules[0].remote", "right form", "10.0.0.0/8")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, local: 10.0.0.1, remote: 'fd00::1' }]\n", 4, "rules[0]", "no address family", "families")]
    [InlineData(Head + "traffic: { families: [ipv4] }\nrules: [{ name: a, scenario: block, remote: 'fd00::1' }]\n", 5, "rules[0]", "no address family", "")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocl: tcp }]\n", 4, "rules[0].protocl", "did you mean protocol?", "a mapping of")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: tcp, keying: {} }]\n", 4, "rules[0].keying", "all rules share", "a mapping of")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: tcp, exemptions: [] }]\n", 4, "rules[0].exemptions", "scenario: clear", "")]
    [InlineData(
        Head + "rules:\n- { name: a, scenario: block, protocol: tcp }\n- { name: a, scenario: block, protocol: udp }\n",
        6,
        "rules[1].name",
        "the rule of line 5 has the same name",
        "for each rule")]
    [InlineData(
        Head + "rules:\n- { name: a, scenario: block, protocol: tcp }\n- { name: b, scenario: clear, protocol: 6 }\n",
        6,
        "rules[1]",
        "never reached: rule 'a' of line 5",
        "the narrower rule before")]
    [InlineData(
        Head + "rules:\n- { name: a, scenario: block, remote: 10.1.2.3/8 }\n- { name: b, scenario: clear, remote: 10.9.0.0/16, protocol: tcp }\n",
        6,
        "rules[1]",
        "never reached: rule 'a' of line 5",
        "the narrower rule before")]
    [InlineData(
        Head + "rules:\n- { name: a, scenario: block, protocol: tcp, localPort: 1-99 }\n- { name: b, scenario: clear, protocol: tcp, localPort: 22 }\n",
        6,
        "rules[1]",
        "never reached: rule 'a'",
        "")]
    [InlineData(Head + "rules: [{ name: a, scenario: block, protocol: icmp }]\n", 4, "rules[0]", "the default exemption icmp", "an empty list")]
    [InlineData(
        Head + "exemptions: [{ remote: 10.0.0.0/8 }]\nrules: [{ name: a, scenario: block, remote: 10.0.0.1 }]\n",
        5,
        "rules[0]",
        "exemption any protocol remote 10.0.0.0/8 matches all",
        "the exemption removed")]
    [InlineData(
        "gatehouse: 1\nscenario: transport-mode\nkeying: { authip: { authentication: [kerberos], quickMode: { proposals: "
        + "[{ encryption: none, integrity: sha-1 }, { ah: sha-1 }] } } }\n"
        + "rules: [{ name: a, scenario: transport-mode, protocol: tcp, guaranteeEncryption: true }]\n",
        3,
        "keying.authip.quickMode.proposals",
        "none of these proposals encrypts",
        "other than none")]
    [InlineData(Clear + Psk, 3, "keying", "no scenario of the policy negotiates", "no keying")]
    [InlineData(Clear + Psk + "rules: [{ name: a, scenario: block, protocol: tcp }]\n", 3, "keying", "no scenario of the policy negotiates", "a rule")]
    [InlineData(Clear + "rules: [{ name: a, scenario: transport-mode, protocol: tcp }]\n", 3, "rules[0].scenario", "keying is missing", "ike, authip, or both")]
    [InlineData(
        "gatehouse: 1\nscenario: transport-mode\nkeying: { ike: { authentication: [kerberos], quickMode: { allowClearSeconds: 1 } } }\n"
        + "rules: [{ name: a, scenario: clear, protocol: tcp }]\n",
        3,
        "keying.ike.quickMode.allowClearSeconds",
        "never accepts clear text",
        "here or in a rule")]
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

    [Theory]
    [InlineData("scenario: transport-mode, remote: 10.0.0.1, guaranteeEncryption: true", "TCP and UDP", "tcp or udp")]
    [InlineData("scenario: transport-mode, protocol: sctp, guaranteeEncryption: true", "TCP and UDP", "tcp or udp")]
    [InlineData("scenario: clear, protocol: tcp, guaranteeEncryption: true", "nothing is encrypted", "transport-mode")]
    [InlineData("scenario: block, protocol: tcp, guaranteeEncryption: true", "nothing is encrypted", "transport-mode")]
    [InlineData("scenario: negotiation-discovery-boundary, protocol: tcp, guaranteeEncryption: true", "in clear", "transport-mode")]
    [InlineData("scenario: transport-mode, protocol: tcp, guaranteeEncryption: yes", "a text cannot", "true or false")]
    public void A_guarantee_that_cannot_be_kept_is_an_error(string rule, string message, string expected)
    {
        var error = PolicyReader.Read(Head + $"rules: [{{ name: a, {rule} }}]\n", "policy.yaml").Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe("rules[0].guaranteeEncryption");
        error.Message.ShouldContain(message);
        error.Expected.ShouldContain(expected);
    }

    [Theory]
    [InlineData("{ name: a, scenario: block, remote: 10.1.0.0/16 }", "{ name: b, scenario: clear, remote: 10.0.0.0/8 }")]
    [InlineData("{ name: a, scenario: block, remote: 10.0.0.0/8 }", "{ name: b, scenario: clear, remote: [10.0.0.0/8, 'fd00::/8'] }")]
    [InlineData("{ name: a, scenario: block, remote: 10.0.0.0/8 }", "{ name: b, scenario: clear, local: 10.0.0.0/8 }")]
    [InlineData("{ name: a, scenario: block, local: 10.0.0.1 }", "{ name: b, scenario: clear, local: 10.0.0.2 }")]
    [InlineData("{ name: a, scenario: block, remote: 10.0.0.1 }", "{ name: b, scenario: clear, remote: 10.0.0.2 }")]
    [InlineData("{ name: a, scenario: block, remote: 10.0.0.0/8 }", "{ name: b, scenario: clear, protocol: tcp }")]
    [InlineData("{ name: a, scenario: block, protocol: tcp, remotePort: 22 }", "{ name: b, scenario: clear, protocol: tcp, remotePort: 23 }")]
    [InlineData("{ name: a, scenario: block, protocol: tcp, localPort: 22 }", "{ name: b, scenario: clear, protocol: tcp, remotePort: 22 }")]
    [InlineData("{ name: a, scenario: block, protocol: tcp, localPort: 22-23 }", "{ name: b, scenario: clear, protocol: tcp, localPort: 23-24 }")]
    [InlineData("{ name: a, scenario: block, protocol: tcp }", "{ name: b, scenario: clear, protocol: udp }")]
    [InlineData("{ name: a, scenario: block, protocol: 1 }", "{ name: A, scenario: block, protocol: 58 }")]
    public void Rules_that_leave_something_to_the_next_one_are_no_mistake(string first, string second) =>
        PolicyReader.Read(Head + $"rules:\n- {first}\n- {second}\nexemptions: []\n", "p").ErrorLines().ShouldBeEmpty();

    [Fact]
    public void All_mistakes_come_at_once()
    {
        var result = PolicyReader.Read(
            Clear + "rules:\n- { name: a, scenario: transport-mode }\n- { name: a, scenario: blok, localPort: 1, guaranteeEncryption: true }\n", "p.yaml");
        result.ErrorLines().ShouldBe(
        [
            "p.yaml:4:3: rules[0]: the rule does not say which traffic (expected protocol, localPort, remotePort, local or remote in it)",
            "p.yaml:4:24: rules[0].scenario: this scenario negotiates keys, and keying is missing (expected keying with ike, authip, or both)",
            "p.yaml:5:11: rules[1].name: the rule of line 4 has the same name (expected a name of its own for each rule)",
            "p.yaml:5:24: rules[1].scenario: 'blok' is not known here; did you mean block? "
                + "(expected one of transport-mode, negotiation-discovery, negotiation-discovery-boundary, clear, block)",
            "p.yaml:5:41: rules[1].localPort: a port needs a protocol that has ports (expected protocol: tcp, udp or sctp beside it)",
            "p.yaml:5:65: rules[1].guaranteeEncryption: only connections of TCP and UDP carry a guarantee (expected protocol: tcp or udp beside it)",
        ]);
    }

    [Fact]
    public void One_rule_too_many_is_an_error()
    {
        var rules = Enumerable.Range(1, TrafficRule.MaxRules + 1)
            .Select(number => $"\n  - {{ name: r{number}, scenario: clear, protocol: tcp, localPort: {number} }}");
        var error = PolicyReader.Read(Head + "rules:" + string.Concat(rules), "p").Errors.ShouldHaveSingleItem();
        error.Message.ShouldBe("the list has 1025 items");
        error.Expected.ShouldBe("at most 1024");
    }
}
