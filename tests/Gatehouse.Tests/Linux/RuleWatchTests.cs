using Gatehouse.Linux.Firewall;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class RuleWatchTests
{
    [Fact]
    public void Rules_that_are_gone_are_put_back_and_reported_once_for_each_time()
    {
        var inPlace = false;
        var repairs = 0;
        var reports = new List<string>();
        using var watch = new RuleWatch(() => inPlace, Repair, reports.Add);
        watch.Check();
        watch.Check();
        repairs.ShouldBe(1);
        reports.Single().ShouldContain("put back");
        inPlace = false;
        watch.Check();
        reports.Count.ShouldBe(2);

        string? Repair()
        {
            repairs++;
            inPlace = true;
            return null;
        }
    }

    [Fact]
    public void A_repair_that_keeps_failing_is_tried_each_time_and_reported_once()
    {
        string? failure = "iptables-restore failed";
        var repairs = 0;
        var reports = new List<string>();
        using var watch = new RuleWatch(() => false, Repair, reports.Add);
        watch.Check();
        watch.Check();
        repairs.ShouldBe(2);
        reports.Single().ShouldContain("cannot be put back: iptables-restore failed");
        failure = null;
        watch.Check();
        reports.Count.ShouldBe(2);

        string? Repair()
        {
            repairs++;
            return failure;
        }
    }
}
