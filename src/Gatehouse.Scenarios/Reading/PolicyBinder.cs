using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Reading;

/// <summary>A tree without errors to records, with every default filled in. It relies on the shape and does not check again.</summary>
internal static class PolicyBinder
{
    public static readonly ImmutableArray<IpFamily> BothFamilies = [IpFamily.V4, IpFamily.V6];

    public static PolicyDocument Bind(PolicyNode root)
    {
        var scenario = Words.Scenario.Read(root["scenario"]?.Text);
        var rules = Rules(root["rules"]);
        var discovers = scenario.Discovers() || rules.Any(rule => rule.Scenario.Discovers());
        var keying = root["keying"];
        var modules = ImmutableArray.CreateBuilder<ModuleSection>();
        if (keying?["ike"] is { } ike)
            modules.Add(ModuleBinder.Bind(ike, KeyingModule.Ike, discovers));
        if (keying?["authip"] is { } authIp)
            modules.Add(ModuleBinder.Bind(authIp, KeyingModule.AuthIp, discovers));
        return new PolicyDocument
        {
            Name = root["name"]?.Text ?? Words.Scenario.WordFor(scenario),
            Scenario = scenario,
            Families = Families(root["traffic"]?["families"]),
            Exemptions = Exemptions(root["exemptions"]),
            Rules = rules,
            Keying = modules.DrainToImmutable(),
            Tests = PolicyTestBinder.Bind(root["tests"]),
            OnNoSa = root["enforcement"]?["onNoSa"]?.Text is { } word ? Words.NoSa.Read(word) : NoSaAction.Hold,
        };
    }

    /// <summary>IPv4 first, however they were written, so that the order of filters does not depend on it.</summary>
    private static ImmutableArray<IpFamily> Families(PolicyNode? node) =>
        node is null ? BothFamilies : [.. node.Items.Select(item => Words.Family.Read(item.Text)).Order()];

    private static ImmutableArray<TrafficMatch> Exemptions(PolicyNode? node)
    {
        if (node is null)
            return [TrafficMatch.Icmp];
        var exemptions = ImmutableArray.CreateBuilder<TrafficMatch>(node.Items.Length);
        foreach (var item in node.Items)
        {
            if (TrafficMatchBinder.TryBind(item, out var exemption))
                exemptions.Add(exemption);
        }

        return exemptions.MoveToImmutable();
    }

    private static ImmutableArray<TrafficRule> Rules(PolicyNode? node)
    {
        if (node is null)
            return [];
        var rules = ImmutableArray.CreateBuilder<TrafficRule>(node.Items.Length);
        foreach (var item in node.Items)
        {
            if (TrafficMatchBinder.TryBind(item, out var match))
                rules.Add(new TrafficRule(
                    item["name"]!.Text!, Words.Scenario.Read(item["scenario"]?.Text), match, item["guaranteeEncryption"]?.Text is "true" or "True" or "TRUE"));
        }

        return rules.MoveToImmutable();
    }
}
