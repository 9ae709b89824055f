using Gatehouse.Base;
using Gatehouse.Linux.Udp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class SocketBytesTests
{
    [Theory]
    [InlineData("192.0.2.1", 0, 500, "020001f4c00002010000000000000000")]
    [InlineData("fe80::1", 7, 4500, "0a00119400000000fe80000000000000000000000000000107000000")]
    public void Socket_addresses_have_the_kernels_layout_and_are_read_back(string text, uint scope, ushort port, string expected)
    {
        var parsed = IpAddr.Parse(text);
        var endpoint = new Endpoint(new IpAddr(parsed.Family, parsed.Value, scope), port);
        var bytes = new byte[SocketAddress.MaxLength];
        var length = SocketAddress.Write(bytes, endpoint);
        Convert.ToHexStringLower(bytes.AsSpan(0, length)).ShouldBe(expected);
        SocketAddress.TryRead(bytes.AsSpan(0, length), out var read).ShouldBeTrue();
        read.ShouldBe(endpoint);
        for (var cut = 0; cut < length; cut++)
            SocketAddress.TryRead(bytes.AsSpan(0, cut), out _).ShouldBeFalse();
    }

    [Fact]
    public void Packet_information_names_the_source_to_send_from()
    {
        var bytes = new byte[PacketInfo.MaxLength];
        var length = PacketInfo.Write(bytes, IpAddr.Parse("192.0.2.1"));
        // Length 28, level 0 (IP), type 8 (IP_PKTINFO); interface 0, ipi_spec_dst, ipi_addr 0; padded to 8.
        Convert.ToHexStringLower(bytes.AsSpan(0, length)).ShouldBe("1c000000000000000000000008000000" + "00000000c000020100000000" + "00000000");
    }

    [Fact]
    public void Packet_information_of_the_kernel_is_read_behind_other_control_messages()
    {
        // A timestamp message (level 1, type 29) of 32 bytes, then IPV6_PKTINFO of fe80::2 on interface 3.
        var control = Convert.FromHexString(
            "2000000000000000010000001d000000" + "00000000000000000000000000000000"
            + "24000000000000002900000032000000" + "fe800000000000000000000000000002" + "03000000" + "00000000");
        PacketInfo.TryRead(control, out var local).ShouldBeTrue();
        local.ShouldBe(new IpAddr(IpFamily.V6, IpAddr.Parse("fe80::2").Value, 3));
        for (var cut = 0; cut < control.Length - 4; cut++)
            PacketInfo.TryRead(control.AsSpan(0, cut), out _).ShouldBeFalse();
    }
}
