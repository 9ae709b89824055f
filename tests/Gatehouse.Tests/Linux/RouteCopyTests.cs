using Gatehouse.Base;
using Gatehouse.Linux.Netlink;
using Gatehouse.Linux.Routing;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class RouteCopyTests
{
    private static readonly Dictionary<uint, int> Links = new() { [3] = 1500, [4] = 1300 };

    [Fact]
    public void A_route_keeps_its_metrics_but_for_the_mtu_and_moves_to_our_table()
    {
        // Type 24, flags request|ack|create|append; family 2, protocol 47; table 4747 (0x128b) as attribute 15.
        const string expected =
            "500000001800050c0900000000000000" + "020000000" + "02f0001" + "00000000" + "08000f008b120000" + "0800060032000000"
            + "140008000800" + "0800e8030000" + "0800020053050000" + "080005000a010001" + "0800040003000000";
        Copy(KernelMessages.RouteDefault, mtu: 1363).ShouldBe(expected);
    }

    [Fact]
    public void Entries_say_what_matters_for_copying()
    {
        Read(KernelMessages.RouteDefault).ShouldBe(new RouteEntry(254, 3, 1, false, false, true, false, 1400, 1500));
        Read(KernelMessages.RouteMultipath).ShouldBe(new RouteEntry(254, 3, 1, false, false, true, false, 0, 1500));
        Read(KernelMessages.RouteV6).ShouldBe(new RouteEntry(254, 2, 1, false, false, false, false, 0, 1500));
        Read(KernelMessages.RouteDefault).IsCopied.ShouldBeTrue();
        Read(KernelMessages.RouteLocal).IsCopied.ShouldBeFalse();
        Read(KernelMessages.RouteDefault).EffectiveMtu.ShouldBe(1400);
        Read(KernelMessages.RouteMultipath).EffectiveMtu.ShouldBe(1500);
        RouteEntry.FamilyOf(KernelMessages.Bytes(KernelMessages.RouteV6)).ShouldBe(IpFamily.V6);
    }

    [Fact]
    public void Cache_information_and_link_state_are_left_out()
    {
        Copy(KernelMessages.RouteV6, mtu: 1462).ShouldNotContain("24000c00");
        var route = KernelMessages.Bytes(KernelMessages.RouteMultipath);
        var hop = Convert.ToHexStringLower(route).IndexOf("10000000", 80, StringComparison.Ordinal) / 2;
        route[hop + 2] = 0x10 | RouteNumbers.NextHopOnLink;
        RouteEntry.TryRead(route, Links, out var entry).ShouldBeTrue();
        var copy = RouteCopy.Write(route, entry, RouteNumbers.NewRoute, 0, 9, 1463);
        Convert.ToHexStringLower(copy).ShouldContain("1000040003000000" + "080005000a010001");
    }

    [Fact]
    public void The_key_does_not_depend_on_the_order_of_attributes_but_on_the_mtu()
    {
        var route = KernelMessages.Bytes(KernelMessages.RouteMultipath);
        var entry = Read(KernelMessages.RouteMultipath);
        var withMtu = RouteCopy.Write(route, entry, RouteNumbers.NewRoute, 0, 9, 1463);
        var dumped = Reorder(withMtu);
        RouteCopy.Key(dumped).ShouldBe(RouteCopy.Key(withMtu));
        RouteCopy.Key(RouteCopy.Write(route, entry, RouteNumbers.NewRoute, 0, 9, 1462)).ShouldNotBe(RouteCopy.Key(withMtu));
    }

    [Fact]
    public void Truncated_and_damaged_dumps_are_survived()
    {
        var mutator = new Mutator(47);
        foreach (var hex in new[] { KernelMessages.RouteDefault, KernelMessages.RouteMultipath, KernelMessages.RouteV6, KernelMessages.Address })
        {
            var bytes = KernelMessages.Bytes(hex);
            for (var length = 0; length < bytes.Length; length++)
                Survive(bytes[..length]);
            for (var i = 0; i < 2000; i++)
                Survive(mutator.Mutate(bytes));
        }
    }

    [Fact]
    public void The_rule_sends_what_is_not_sealed_to_our_table()
    {
        var buffer = new byte[128];
        // Header: family 2, action 1 (to table), flags 2 (invert); priority 32765, mark 0x47 and mask 0xff, table 4747, protocol 47.
        Convert.ToHexStringLower(PolicyRule.Write(buffer, RouteNumbers.NewRule, 0x600, 1, 2)).ShouldBe(
            "440000002000050601000000000000000200000000000001" + "02000000" + "08000600fd7f0000" + "08000a0047000000"
            + "08001000ff000000" + "08000f008b120000" + "050015002f000000");
    }

    private static void Survive(byte[] bytes)
    {
        if (RouteEntry.TryRead(bytes, Links, out var entry))
            RouteCopy.Key(RouteCopy.Write(bytes, entry, RouteNumbers.NewRoute, 0, 1, 1400)).ShouldNotBeEmpty();
        if (bytes.Length >= NetlinkNumbers.HeaderLength)
        {
            AddressTable.ReadBroadcast([bytes]).ShouldNotBeNull();
            LinkTable.Parse([bytes]).ShouldNotBeNull();
        }
    }

    private static byte[] Reorder(byte[] request)
    {
        const int start = NetlinkNumbers.HeaderLength + RouteNumbers.RouteHeaderLength;
        var firstLength = BitConverter.ToUInt16(request, start);
        return [.. request[..start], .. request[(start + firstLength)..], .. request[start..(start + firstLength)]];
    }

    private static RouteEntry Read(string hex)
    {
        RouteEntry.TryRead(KernelMessages.Bytes(hex), Links, out var entry).ShouldBeTrue();
        return entry;
    }

    private static string Copy(string hex, int mtu)
    {
        const ushort flags = NetlinkNumbers.FlagCreate | RouteNumbers.FlagAppend;
        return Convert.ToHexStringLower(RouteCopy.Write(KernelMessages.Bytes(hex), Read(hex), RouteNumbers.NewRoute, flags, 9, mtu));
    }
}
