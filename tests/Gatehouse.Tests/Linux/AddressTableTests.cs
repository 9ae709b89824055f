using Gatehouse.Linux.Routing;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class AddressTableTests
{
    [Fact]
    public void The_broadcast_address_of_a_recorded_interface_is_found_once()
    {
        var found = AddressTable.ReadBroadcast([KernelMessages.Bytes(KernelMessages.Address)]);
        found.ShouldBe([(3UL << 32) | 0x0A01FFFF]);
    }

    [Fact]
    public void An_address_without_broadcast_has_the_one_its_prefix_gives_and_a_host_has_none()
    {
        var address = KernelMessages.Bytes(KernelMessages.Address);
        var attribute = Convert.ToHexStringLower(address).IndexOf("08000400", StringComparison.Ordinal) / 2;
        address[attribute + 2] = 9;
        AddressTable.ReadBroadcast([address]).ShouldBe([(3UL << 32) | 0x0A01FFFF]);
        address[17] = 31;
        AddressTable.ReadBroadcast([address]).ShouldBeEmpty();
    }

    [Fact]
    public void With_a_point_to_point_peer_the_prefix_is_the_peers()
    {
        var address = KernelMessages.Bytes(KernelMessages.Address);
        // IFA_LOCAL becomes 10.9.0.1 and IFA_ADDRESS stays 10.1.0.5/16; the configured broadcast address is no attribute any more.
        var text = Convert.ToHexStringLower(address).Replace("08000200" + "0a010005", "08000200" + "0a090001", StringComparison.Ordinal)
            .Replace("08000400" + "0a01ffff", "08000900" + "0a01ffff", StringComparison.Ordinal);
        AddressTable.ReadBroadcast([Convert.FromHexString(text)]).ShouldBe([(3UL << 32) | 0x0A01FFFF]);
    }

    [Fact]
    public void Limited_broadcast_is_broadcast_on_every_interface_and_describing_allocates_nothing()
    {
        var table = new AddressTable();
        byte[] packet = [0x45, 0, 0, 20, 0, 0, 0, 0, 64, 17, 0, 0, 10, 1, 0, 5, 255, 255, 255, 255];
        table.Meta(packet, 7, keyingMark: true).BroadcastDestination.ShouldBeTrue();
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                table.Meta(packet, 7, keyingMark: false);
        }).ShouldBe(0);
        packet[19] = 1;
        table.Meta(packet, 7, keyingMark: false).BroadcastDestination.ShouldBeFalse();
        table.Meta(packet, 1, keyingMark: false).Loopback.ShouldBeTrue();
        table.Meta(packet.AsSpan(0, 19), 1, keyingMark: false).BroadcastDestination.ShouldBeFalse();
    }
}
