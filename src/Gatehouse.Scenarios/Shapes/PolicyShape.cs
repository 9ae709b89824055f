using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The whole document, top down. The published schema is printed from it.</summary>
internal static partial class PolicyShape
{
    private static readonly NumberShape Version = new(PolicyDocument.CurrentVersion, PolicyDocument.CurrentVersion);

    private static readonly TextShape Name = new("1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first", NamePattern());

    private static readonly MappingShape Traffic = new(
    [
        new("unicast", new ChoiceShape(["all"]), "Which unicast traffic the scenario covers.", Default: "\"all\""),
        new("families", new ListShape(Words.Family.Shape, 1, 2, "ipv4, ipv6", Unique: true), "Address families covered.", Default: """["ipv4","ipv6"]"""),
    ]);

    private static readonly MappingShape Keying = new(
    [
        new("ike", ModuleShapes.Ike, "IKEv1 (RFC 2409)."),
        new("authip", ModuleShapes.AuthIp, "AuthIP ([MS-AIPS]); preferred over IKE where both peers have it."),
    ],
        MinKeys: 1);

    private static readonly MappingShape Rule = new(
    [
        new("name", Name, "Name of the rule, unique in the policy; part of the keys of its WFP objects.", Required: true),
        new("scenario", Words.Scenario.Shape, "What happens to the traffic of the rule.", Required: true),
        .. TrafficMatchShape.RuleKeys,
        new(
            "guaranteeEncryption",
            new BooleanShape(),
            "Connections of this rule must be encrypted, not only authenticated; tcp and udp only.",
            Default: "false"),
    ],
        Refusals: ImmutableDictionary<string, string>.Empty
            .Add("keying", "all rules share the policy's keying")
            .Add("exemptions", "an exemption of its own is a rule before this one, with scenario: clear"));

    private static readonly MappingShape Enforcement = new(
    [
        new(
            "onNoSa",
            Words.NoSa.Shape,
            "An outbound packet without SA waits for it (bounded, and never leaves unless sealed), or is dropped.",
            Default: "\"hold\""),
    ]);

    /// <summary>The document.</summary>
    public static readonly MappingShape Document = new(
    [
        new("gatehouse", Version, "Version of the document format.", Required: true),
        new("name", Name, "Name of the policy; the keys of its WFP objects are derived from it. Default: the scenario's name."),
        new("scenario", Words.Scenario.Shape, "The scenario of all traffic that no rule speaks of.", Required: true),
        new("traffic", Traffic, "What the scenario covers. Default: all unicast traffic, IPv4 and IPv6."),
        new(
            "exemptions",
            new ListShape(TrafficMatchShape.Exemption, 0, MaxExemptions, "exemptions"),
            "Traffic that stays in clear. An empty list exempts nothing but the keying modules' own datagrams.",
            Default: """["icmp"]"""),
        new(
            "rules",
            new ListShape(Rule, 0, TrafficRule.MaxRules, "rules"),
            "Traffic with a scenario of its own. The first rule that matches wins; exemptions come before all rules."),
        new(
            "keying",
            Keying,
            "Who negotiates keys, and how; at least one module. Required exactly when the scenario, or that of a rule, negotiates.",
            RequiredUnless: new Neighbour("scenario", ["clear", "block"])),
        new("enforcement", Enforcement, "How the packet path treats what the scenario leaves open."),
        new(
            "tests",
            new ListShape(PolicyTestShape.Test, 0, PolicyTest.MaxTests, "tests"),
            "Packets and what must become of them; gatehouse check asks the policy about each. Nothing else reads them."),
    ]);

    /// <summary>Every key that occurs anywhere in the document.</summary>
    public static readonly FrozenSet<string> Keys = CollectKeys(Document).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Each exemption becomes up to six filters; more than this calls for rules instead.</summary>
    private const int MaxExemptions = 256;

    private static IEnumerable<string> CollectKeys(Shape shape) => shape switch
    {
        MappingShape mapping => mapping.Properties.SelectMany(property => CollectKeys(property.Shape).Prepend(property.Key)),
        ListShape list => CollectKeys(list.Item),
        UnionShape union => union.Options.SelectMany(CollectKeys),
        _ => [],
    };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex NamePattern();
}
