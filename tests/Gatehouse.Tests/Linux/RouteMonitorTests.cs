using Gatehouse.Base;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;
using Gatehouse.Linux.Routing;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class RouteMonitorTests
{
    private static readonly Instant Now = new(5_000_000_000);

    [Fact]
    public void A_dump_that_fails_is_counted_and_tried_again_in_a_second()
    {
        // A netfilter socket refuses a dump of links, whoever asks.
        using var requests = new NetlinkSocket(NetlinkNumbers.ProtocolNetfilter);
        using var monitor = new RouteMonitor(requests, new AddressTable(), routes: null);
        monitor.SynchroniseAt(Now);
        monitor.OnDeadline(Now);
        monitor.ReadFailures.ShouldBe(1);
        monitor.NextDeadline.ShouldBe(Now + TimeSpan.FromSeconds(1));
        monitor.OnDeadline(Now + TimeSpan.FromSeconds(1));
        monitor.ReadFailures.ShouldBe(2);
        monitor.NextDeadline.ShouldBe(Now + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_change_is_not_made_to_wait_for_the_retry()
    {
        using var requests = new NetlinkSocket(NetlinkNumbers.ProtocolRoute);
        using var monitor = new RouteMonitor(requests, new AddressTable(), routes: null);
        monitor.SynchroniseAt(Now + TimeSpan.FromSeconds(1));
        monitor.SynchroniseAt(Now);
        monitor.SynchroniseAt(Now + TimeSpan.FromSeconds(2));
        monitor.NextDeadline.ShouldBe(Now);
        monitor.OnDeadline(Now);
        monitor.NextDeadline.ShouldBeNull();
        monitor.ReadFailures.ShouldBe(0);
    }

    [Fact]
    public void Addresses_are_read_again_for_links_and_addresses_and_nothing_for_our_own_routes()
    {
        RouteMonitor.ReadChanges(KernelMessages.Bytes(KernelMessages.Address)).ShouldBe(RouteMonitor.Changes.Addresses | RouteMonitor.Changes.Routes);
        var route = KernelMessages.Bytes(KernelMessages.RouteDefault);
        RouteMonitor.ReadChanges(route).ShouldBe(RouteMonitor.Changes.Routes);
        route[21] = 47;
        RouteMonitor.ReadChanges(route).ShouldBe(RouteMonitor.Changes.None);
    }

    [Theory]
    [InlineData(Errno.Enoent, true)]
    [InlineData(Errno.Eafnosupport, true)]
    [InlineData(Errno.Eopnotsupp, true)]
    [InlineData(Errno.Eperm, false)]
    public void A_kernel_without_the_family_has_no_rule_to_remove(int errno, bool none) => PolicyRule.MeansNone(errno).ShouldBe(none);
}
