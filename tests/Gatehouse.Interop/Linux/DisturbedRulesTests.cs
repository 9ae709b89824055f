using Gatehouse.Linux;
using Gatehouse.Linux.Namespaces;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>Rules that another program, an older version or a half-finished start changed.</summary>
[Collection("namespaces")]
public sealed class DisturbedRulesTests : IDisposable
{
    private readonly LabNetwork _lab;
    private readonly LabHost _a;
    private readonly LabHost _b;

    public DisturbedRulesTests()
    {
        Privileged.Require();
        _lab = LabNetwork.Create("gh-test", ["a", "b"], out var failure) ?? throw new InvalidOperationException(failure);
        (_a, _b) = (_lab.Hosts[0], _lab.Hosts[1]);
    }

    public void Dispose() => _lab?.Dispose();

    [Theory]
    [InlineData("iptables -t security -I OUTPUT 1 -j ACCEPT")]
    [InlineData("ip6tables -t mangle -I INPUT 1 -p udp -j ACCEPT")]
    [InlineData("iptables -t security -F OUTPUT")]
    [InlineData("ip6tables -t security -F GATEHOUSE-OUT")]
    [InlineData("iptables -t mangle -F")]
    public void A_rule_before_ours_or_a_flush_is_seen_and_repaired(string disturbance)
    {
        using var a = new RunningNode(_a, new XorNode());
        Netns.RunIn(_a.Namespace, a.Enforcement.AreRulesInPlace).ShouldBeTrue();
        In(_a, disturbance);
        Netns.RunIn(_a.Namespace, a.Enforcement.AreRulesInPlace).ShouldBeFalse();
        Netns.RunIn(_a.Namespace, a.Enforcement.RepairRules).ShouldBeNull();
        Netns.RunIn(_a.Namespace, a.Enforcement.AreRulesInPlace).ShouldBeTrue();
        using var b = new RunningNode(_b, new XorNode());
        Traffic.Arrives(_a, _b, 4, 100).ShouldBeTrue();
        Traffic.Arrives(_b, _a, 6, 100).ShouldBeTrue();
        a.On(() => a.Node.Sealed).ShouldBe(1);
    }

    [Fact]
    public void A_flush_is_repaired_and_reported_without_anybody_asking()
    {
        using var a = new RunningNode(_a, new XorNode());
        In(_a, "iptables -t security -F");
        a.Reports.TryTake(out var report, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        report.ShouldContain("put back");
        Netns.RunIn(_a.Namespace, a.Enforcement.AreRulesInPlace).ShouldBeTrue();
    }

    [Fact]
    public void Rules_of_the_older_layout_are_withdrawn_and_replaced()
    {
        foreach (var tables in new[] { "iptables", "ip6tables" })
        {
            In(_a, $"{tables} -t mangle -N GATEHOUSE-OUT");
            In(_a, $"{tables} -t mangle -A GATEHOUSE-OUT -j NFQUEUE --queue-num 4747");
            In(_a, $"{tables} -t mangle -A OUTPUT -j GATEHOUSE-OUT");
        }

        using (new RunningNode(_a, new XorNode()))
            In(_a, "iptables-save -t mangle").ShouldNotContain("GATEHOUSE-OUT");
        In(_a, "iptables -t mangle -N GATEHOUSE-OUT");
        In(_a, "iptables -t mangle -A OUTPUT -j GATEHOUSE-OUT");
        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
        In(_a, "iptables-save -t mangle").ShouldNotContain("GATEHOUSE");
    }

    [Fact]
    public void A_table_the_other_backend_left_goes_when_the_rules_stand()
    {
        In(_a, "nft add table inet gatehouse");
        using var a = new RunningNode(_a, new XorNode());
        In(_a, "nft list tables").ShouldNotContain("inet gatehouse");
    }

    [Fact]
    public void A_start_that_fails_leaves_the_block_of_a_killed_node_even_if_half_of_it_is_gone()
    {
        new RunningNode(_a, new XorNode()).Kill();
        foreach (var command in new[] { "-t security -F", "-t security -X", "-t mangle -F", "-t mangle -X" })
            In(_a, $"ip6tables {command}");
        // A directory in the place of the note makes the start fail where the rules would be next.
        var note = Path.Combine(LinuxNames.RunDirectory, $"{_a.Namespace}.netns");
        File.Delete(note);
        Directory.CreateDirectory(note);
        try
        {
            Should.Throw<InvalidOperationException>(() => new RunningNode(_a, new XorNode())).Message.ShouldContain("could not be put in place");
            In(_a, "iptables-save -t security").ShouldContain("-A OUTPUT -j GATEHOUSE-OUT");
            Traffic.Arrives(_b, _a, 4, 100, waitMilliseconds: 300).ShouldBeFalse();
        }
        finally
        {
            Directory.Delete(note);
        }

        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
        Traffic.Arrives(_b, _a, 4, 100).ShouldBeTrue();
    }

    private static string In(LabHost host, string command) => Shell.Run($"ip netns exec {host.Namespace} {command}");
}
