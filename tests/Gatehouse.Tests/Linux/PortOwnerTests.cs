using Gatehouse.Linux.Udp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class PortOwnerTests
{
    private const string V4 =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n"
        + "  309: 00000000:01F4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 48211 2 0000000000000000 0\n"
        + "  310: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 48300 2 0000000000000000 0\n"
        + "  311: 0B00620A:01F4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 48212 2 0000000000000000 0\n";

    private const string V6 =
        "  309: 00000000000000000000000000000000:01F4 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000"
        + "     0        0 48213 2 0000000000000000 0\n";

    [Fact]
    public void Inodes_of_a_port_are_found_in_both_tables()
    {
        PortOwner.ReadInodes(V4, 500).ShouldBe([48211, 48212], ignoreOrder: true);
        PortOwner.ReadInodes(V4, 53).ShouldBe([48300]);
        PortOwner.ReadInodes(V4, 4500).ShouldBeEmpty();
        PortOwner.ReadInodes(V6, 500).ShouldBe([48213]);
    }

    [Fact]
    public void Every_truncation_is_survived()
    {
        for (var length = 0; length < V4.Length; length++)
            PortOwner.ReadInodes(V4[..length], 500).Count.ShouldBeLessThanOrEqualTo(2);
    }
}
