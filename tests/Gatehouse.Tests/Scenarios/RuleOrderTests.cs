using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>
/// Whatever the policy and the packet: at every layer the first exemption that matches decides, else the first rule, else the policy's own
/// scenario. The expectation walks the document as a reader of it would, and knows nothing of weights.
/// </summary>
public sealed class RuleOrderTests
{
    private static readonly string[] V4 = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "192.0.2.1"];
    private static readonly string[] V4Prefixes = ["10.0.0.1", "10.0.0.0/24", "10.0.0.0/8", "192.0.2.0/24", "0.0.0.0/0"];
    private static readonly string[] V6 = ["fd00::1", "fd00::2", "2001:db8::1"];
    private static readonly string[] V6Prefixes = ["fd00::1", "fd00::/64", "2001:db8::/32", "::/0"];
    private static readonly ushort[] Ports = [22, 80, 443, 1433];
    private static readonly ModuleSection Ike = PolicyReader.Read(PolicyTexts.Minimal, "p").Document!.Keying[0];
    // The layers that the recipes fill; the model knows more.
    private static readonly FwpmLayer[] Layers = [.. FwpmLayers.All.Select(layer => layer.Layer).Where(layer => layer <= FwpmLayer.AleAuthConnectV6)];

    [Fact]
    public void The_first_match_of_the_document_decides_at_every_layer()
    {
        var random = new Random(20261126);
        var decided = new Dictionary<string, int>();
        for (var round = 0; round < 400; round++)
        {
            var document = Policy(random);
            var snapshot = FilterSnapshot.Compile(ScenarioCompiler.Compile(document));
            for (var packet = 0; packet < 40; packet++)
            {
                var fields = Packet(random);
                foreach (var layer in Layers.Where(layer => FwpmLayers.Info(layer).Family == fields.Local.Family))
                {
                    var expected = Expected(document, layer, fields);
                    Decider(snapshot, layer, fields).ShouldBe(expected, $"round {round}, {layer}, {Describe(document, fields)}");
                    var kind = $"{layer} {expected.Split(' ')[0]}";
                    decided[kind] = decided.GetValueOrDefault(kind) + 1;
                }
            }
        }

        // Every kind of decider was met at every layer that can have it, or the test would prove less than it says.
        decided.Keys.ShouldBe(
        [
            "IkeextV4 nobody", "IkeextV4 base", "IkeextV4 rule", "IpsecV4 nobody", "IpsecV4 base", "IpsecV4 rule",
            "IkeextV6 nobody", "IkeextV6 base", "IkeextV6 rule", "IpsecV6 nobody", "IpsecV6 base", "IpsecV6 rule",
            "InboundTransportV4 nobody", "InboundTransportV4 base", "InboundTransportV4 rule", "InboundTransportV4 exemption",
            "InboundTransportV6 nobody", "InboundTransportV6 base", "InboundTransportV6 rule", "InboundTransportV6 exemption",
            "OutboundTransportV4 nobody", "OutboundTransportV4 base", "OutboundTransportV4 rule", "OutboundTransportV4 exemption",
            "OutboundTransportV6 nobody", "OutboundTransportV6 base", "OutboundTransportV6 rule", "OutboundTransportV6 exemption",
            "AleAuthRecvAcceptV4 nobody", "AleAuthRecvAcceptV4 base", "AleAuthRecvAcceptV4 rule", "AleAuthRecvAcceptV4 exemption",
            "AleAuthRecvAcceptV6 nobody", "AleAuthRecvAcceptV6 base", "AleAuthRecvAcceptV6 rule", "AleAuthRecvAcceptV6 exemption",
            "AleAuthConnectV4 nobody", "AleAuthConnectV4 rule", "AleAuthConnectV4 exemption",
            "AleAuthConnectV6 nobody", "AleAuthConnectV6 rule", "AleAuthConnectV6 exemption",
        ], ignoreOrder: true);
    }

    private static string Expected(PolicyDocument document, FwpmLayer layer, ClassifyFields fields)
    {
        var name = $"{layer}";
        var scenarios = document.Rules.Select(rule => rule.Scenario).Append(document.Scenario).ToArray();
        if (name.StartsWith("Ikeext") || name.StartsWith("Ipsec"))
            return Policy(document, fields, addressesOnly: name.StartsWith("Ikeext"));
        var guarantee = document.Rules.Any(rule => rule.GuaranteeEncryption);
        var used = name[..^2] switch
        {
            "AleAuthConnect" => guarantee,
            "AleAuthRecvAccept" => guarantee || scenarios.Contains(ScenarioKind.NegotiationDiscovery),
            _ => scenarios.Any(scenario => scenario != ScenarioKind.Clear),
        };
        if (!used)
            return "nobody";
        // A guarantee is for TCP or UDP, so at the connect layer nothing speaks of other protocols.
        bool Speaks(TrafficMatch match) => !name.StartsWith("AleAuthConnect") || match.Protocol is null or { V4: 6 or 17 };
        if (document.Exemptions.Any(exemption => Speaks(exemption) && Matches(exemption, fields)))
            return "exemption";
        if (document.Rules.FirstOrDefault(rule => Speaks(rule.Traffic) && Matches(rule.Traffic, fields)) is { } first)
            return $"rule {first.Name}";
        return document.Scenario switch
        {
            ScenarioKind.Clear => "nobody",
            ScenarioKind.NegotiationDiscovery => name.StartsWith("AleAuthConnect") ? "nobody" : "base",
            _ => name.StartsWith("Ale") ? "nobody" : "base",
        };
    }

    /// <summary>Who answers when keying asks for policy: rules that negotiate with it, rules that do not by a refusal.</summary>
    private static string Policy(PolicyDocument document, ClassifyFields fields, bool addressesOnly)
    {
        if (document.Keying.IsEmpty)
            return "nobody";
        foreach (var rule in document.Rules)
        {
            var negotiates = rule.Scenario is not (ScenarioKind.Clear or ScenarioKind.Block);
            if (addressesOnly && !negotiates && (rule.Traffic.Protocol ?? (object?)rule.Traffic.LocalPort ?? rule.Traffic.RemotePort) is not null)
                continue;
            if (addressesOnly ? MatchesAddresses(rule.Traffic, fields) : Matches(rule.Traffic, fields))
                return $"rule {rule.Name}";
        }

        return document.Scenario is ScenarioKind.Clear or ScenarioKind.Block ? "nobody" : "base";
    }

    private static string Decider(FilterSnapshot snapshot, FwpmLayer layer, ClassifyFields fields)
    {
        foreach (var compiled in snapshot.AtLayer(layer))
        {
            if (compiled.Filter.Origin != FilterOrigin.Policy || !compiled.Matches(fields))
                continue;
            var words = compiled.Filter.Name.Split(' ');
            return words[0] == "rule" ? $"rule {words[1]}" : words[1] == "exempt" ? "exemption" : "base";
        }

        return "nobody";
    }

    private static bool Matches(TrafficMatch match, ClassifyFields fields)
    {
        if (match.Protocol is { } protocol && (fields.Local.IsV4 ? protocol.V4 : protocol.V6) != fields.Protocol)
            return false;
        if (match.LocalPort is { } local && (fields.LocalPort < local.Low || fields.LocalPort > local.High))
            return false;
        if (match.RemotePort is { } remote && (fields.RemotePort < remote.Low || fields.RemotePort > remote.High))
            return false;
        return MatchesAddresses(match, fields);
    }

    private static bool MatchesAddresses(TrafficMatch match, ClassifyFields fields) =>
        (match.Local.IsEmpty || match.Local.Any(prefix => Contains(prefix, fields.Local)))
        && (match.Remote.IsEmpty || match.Remote.Any(prefix => Contains(prefix, fields.Remote)));

    /// <summary>Bit by bit, as slow as it is plain.</summary>
    private static bool Contains(AddressPrefix prefix, IpAddr address)
    {
        if (prefix.Address.Family != address.Family)
            return false;
        for (var bit = 0; bit < prefix.Length; bit++)
        {
            var shift = (address.Length * 8) - 1 - bit;
            if (((prefix.Address.Value >> shift) & 1) != ((address.Value >> shift) & 1))
                return false;
        }

        return true;
    }

    private static PolicyDocument Policy(Random random)
    {
        var scenario = Kind(random);
        ImmutableArray<TrafficRule> rules = [.. Enumerable.Range(0, random.Next(6)).Select(index => Rule(random, $"r{index}"))];
        return new PolicyDocument
        {
            Name = "random",
            Scenario = scenario,
            Families = [IpFamily.V4, IpFamily.V6],
            Exemptions = [.. new[] { TrafficMatch.Icmp, Match(random) }.Take(random.Next(3)).DistinctBy(match => match.ToString())],
            Rules = rules,
            Keying = scenario.Negotiates() || rules.Any(rule => rule.Scenario.Negotiates()) ? [Ike] : [],
            OnNoSa = NoSaAction.Hold,
        };
    }

    private static TrafficRule Rule(Random random, string name)
    {
        var rule = new TrafficRule(name, Kind(random), Match(random));
        var possible = rule.Scenario is ScenarioKind.TransportMode or ScenarioKind.NegotiationDiscovery && rule.Traffic.Protocol is { V4: 6 or 17 };
        return rule with { GuaranteeEncryption = possible && random.Next(2) == 0 };
    }

    private static ScenarioKind Kind(Random random) => (ScenarioKind)random.Next(5);

    private static TrafficMatch Match(Random random)
    {
        TrafficProtocol? protocol = random.Next(6) switch
        {
            0 => TrafficProtocol.Icmp,
            1 or 2 => TrafficProtocol.Number(6),
            3 => TrafficProtocol.Number(17),
            _ => null,
        };
        var ports = protocol is { V4: 6 or 17 };
        return new TrafficMatch(protocol, ports ? Range(random) : null, ports ? Range(random) : null, Addresses(random), Addresses(random));
    }

    private static PortRange? Range(Random random)
    {
        var (one, other) = (Ports[random.Next(Ports.Length)], Ports[random.Next(Ports.Length)]);
        return random.Next(3) == 0 ? new PortRange(Math.Min(one, other), Math.Max(one, other)) : null;
    }

    private static ImmutableArray<AddressPrefix> Addresses(Random random)
    {
        if (random.Next(2) == 0)
            return [];
        var texts = V4Prefixes.Concat(V6Prefixes).ToArray();
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => texts[random.Next(texts.Length)]).Distinct().Select(text =>
            AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text))];
    }

    private static ClassifyFields Packet(Random random)
    {
        var addresses = random.Next(2) == 0 ? V4 : V6;
        var icmp = addresses == V4 ? (byte)1 : (byte)58;
        return new ClassifyFields
        {
            Local = IpAddr.Parse(addresses[random.Next(addresses.Length)]),
            Remote = IpAddr.Parse(addresses[random.Next(addresses.Length)]),
            Protocol = new byte[] { 6, 17, icmp, 47 }[random.Next(4)],
            LocalPort = Ports[random.Next(Ports.Length)],
            RemotePort = Ports[random.Next(Ports.Length)],
            LocalAddressType = NlAddressType.Unicast,
            DestinationAddressType = NlAddressType.Unicast,
        };
    }

    private static string Describe(PolicyDocument document, ClassifyFields fields)
    {
        var rules = document.Rules.Select(rule => $"{rule.Name}: {rule.Scenario} {rule.Traffic}");
        return $"{document.Scenario}; {string.Join("; ", rules)}; {fields.Protocol} {fields.Local}:{fields.LocalPort} {fields.Remote}:{fields.RemotePort}";
    }
}
