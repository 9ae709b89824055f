using System.Text.Json.Nodes;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;
using NJsonSchema;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>The published schema and the reader judge alike, except where the reader may see more than a schema can.</summary>
public sealed class PolicySchemaTests
{
    private const string Head = "gatehouse: 1\nscenario: transport-mode\n";
    private const string Ike = "keying: { ike: { authentication: [kerberos] } }\n";

    [Fact]
    public void The_committed_copy_is_current() => TestFiles.ReadText("docs", "policy.schema.json").ShouldBe(PolicySchema.ToJson());

    [Theory]
    [InlineData("examples/transport-mode.yaml")]
    [InlineData("examples/negotiation-discovery.yaml")]
    [InlineData("examples/transport-mode-psk.yaml")]
    [InlineData("examples/negotiation-discovery-psk.yaml")]
    [InlineData("examples/negotiation-discovery-boundary-psk.yaml")]
    [InlineData("examples/mixed-fleet.yaml")]
    [InlineData("examples/transport-mode-kerberos.yaml")]
    [InlineData("tests/vectors/policy/everything.yaml")]
    public async Task Good_documents_are_valid(string file) => (await Validate(TestFiles.ReadText(file))).ShouldBeEmpty();

    [Theory]
    [InlineData("just text")]
    [InlineData("- a\n")]
    [InlineData(Head)]
    [InlineData("gatehouse: 2\nscenario: transport-mode\n" + Ike)]
    [InlineData("gatehouse: '1'\nscenario: transport-mode\n" + Ike)]
    [InlineData("gatehouse: 1\nscenario: tunnel\n" + Ike)]
    [InlineData(Head + Ike + "name: a b\n")]
    [InlineData(Head + Ike + "name: 12\n")]
    [InlineData(Head + Ike + "exemption: []\n")]
    [InlineData(Head + Ike + "exemptions: [tcp]\n")]
    [InlineData(Head + Ike + "exemptions: [{}]\n")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: tcp, localPort: 65536 }]\n")]
    [InlineData(Head + Ike + "exemptions: [{ protocol: tcp, localPort: 1-b }]\n")]
    [InlineData(Head + Ike + "exemptions: [{ remote: host.example }]\n")]
    [InlineData(Head + Ike + "traffic: { families: [] }\n")]
    [InlineData(Head + Ike + "traffic: { families: [ipv4, ipv4] }\n")]
    [InlineData(Head + Ike + "traffic: { families: ipv4 }\n")]
    [InlineData(Head + Ike + "enforcement: { onNoSa: wait }\n")]
    [InlineData("gatehouse: 1\nscenario: negotiation-discovery-boundary\n")]
    [InlineData(Head + Ike + "rules: {}\n")]
    [InlineData(Head + Ike + "rules: [{ name: a, scenario: clear, protocol: 0 }]\n")]
    [InlineData(Head + Ike + "rules: [{ name: a, scenario: clear, protocol: tcp, localPort: 0 }]\n")]
    [InlineData(Head + Ike + "rules: [{ scenario: clear, protocol: tcp }]\n")]
    [InlineData(Head + Ike + "rules: [{ name: a, protocol: tcp }]\n")]
    [InlineData(Head + Ike + "rules: [{ name: a, scenario: clear, protocol: tcp, guaranteeEncryption: 'true' }]\n")]
    [InlineData(Head + Ike + "rules: [{ name: a, scenario: clear, protocol: tcp, keying: {} }]\n")]
    [InlineData(Head + "keying: {}\n")]
    [InlineData(Head + "keying:\n")]
    [InlineData(Head + "keying: { ike: { authentication: [] } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [ntlm] } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [psk: swordfish] } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [psk: {}] } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [psk: { env: A, file: b }] } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], extendedMode: { authentication: [kerberos] } } }\n")]
    [InlineData(Head + "keying: { authip: { authentication: [psk: { env: A }] } }\n")]
    [InlineData(Head + "keying: { authip: { authentication: [kerberos], extendedMode: { authentication: [anonymous] } } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], mainMode: { proposals: [{ encryption: aes-128 }] } } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], mainMode: { lifetime: { seconds: 0 } } } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], quickMode: { lifetime: { seconds: 1.5 } } } }\n")]
    [InlineData(Head + "keying: { ike: { authentication: [kerberos], quickMode: { proposals: [{ encryption: aes-gmac-128 }] } } }\n")]
    public async Task Malformed_documents_are_refused_by_both(string policy)
    {
        PolicyReader.Read(policy, "p").Errors.ShouldNotBeEmpty();
        (await Validate(policy)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("gatehouse: 1\nscenario: clear\n")]
    [InlineData("gatehouse: 1\nscenario: block\nrules: [{ name: a, scenario: clear, protocol: tcp, localPort: 80 }]\n")]
    [InlineData("gatehouse: 1\nscenario: block\nrules: [{ name: a, scenario: transport-mode, protocol: tcp }]\n" + Ike)]
    public async Task Without_a_scenario_that_negotiates_keying_may_be_missing_in_both(string policy)
    {
        PolicyReader.Read(policy, "p").ErrorLines().ShouldBeEmpty();
        (await Validate(policy)).ShouldBeEmpty();
    }

    [Fact]
    public void The_everything_vector_uses_every_key_of_the_document()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        CollectKeys(Tree(TestFiles.ReadText("tests", "vectors", "policy", "everything.yaml")), used);
        // A pre-shared key has one place; the vector names a file, the examples an environment variable.
        PolicyShape.Keys.Except(used).ShouldBe(["env"]);
    }

    private static async Task<string[]> Validate(string policy)
    {
        var schema = await JsonSchema.FromJsonAsync(PolicySchema.ToJson());
        var json = ToJson(Tree(policy));
        return [.. schema.Validate(json?.ToJsonString() ?? "null").Select(error => error.ToString())];
    }

    private static PolicyNode Tree(string policy)
    {
        var errors = new PolicyErrors();
        var root = TreeReader.Read(policy, new DocumentPath(PolicyShape.Keys), errors);
        errors.Any.ShouldBeFalse();
        return root.ShouldNotBeNull();
    }

    private static void CollectKeys(PolicyNode node, HashSet<string> keys)
    {
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            keys.Add(entry.Key);
            CollectKeys(entry.Value, keys);
        }

        foreach (var item in node.Items)
            CollectKeys(item, keys);
    }

    private static JsonNode? ToJson(PolicyNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        SequenceNode list => new JsonArray([.. list.Nodes.Select(ToJson)]),
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode { Kind: ScalarKind.Boolean } scalar => bool.Parse(scalar.Value),
        ScalarNode { Kind: ScalarKind.Integer } scalar => long.Parse(scalar.Value),
        ScalarNode { Kind: ScalarKind.Float } scalar => double.Parse(scalar.Value),
        _ => node.Text,
    };
}
