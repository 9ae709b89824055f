using Gatehouse.Base;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Base;

public sealed class IpAddrTests
{
    [Theory]
    [InlineData("10.0.0.1", 4)]
    [InlineData("fd99::11", 16)]
    [InlineData("::1", 16)]
    public void Text_and_bytes_round_trip(string text, int length)
    {
        var address = IpAddr.Parse(text);
        address.Length.ShouldBe(length);
        IpAddr.FromBytes(address.ToBytes()).ShouldBe(address);
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("10.0.1")]
    [InlineData("host.example")]
    [InlineData("10.0.0.0/8")]
    [InlineData("")]
    public void Anything_but_an_address_is_refused(string text) => IpAddr.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Only_a_link_local_address_keeps_its_scope()
    {
        IpAddr.FromBytes(IpAddr.Parse("fe80::1").ToBytes(), 7).ScopeId.ShouldBe(7u);
        IpAddr.FromBytes(IpAddr.Parse("fd99::1").ToBytes(), 7).ScopeId.ShouldBe(0u);
    }

    [Theory]
    [InlineData("127.1.2.3", true, false, false)]
    [InlineData("::1", true, false, false)]
    [InlineData("224.0.0.251", false, true, false)]
    [InlineData("ff02::1", false, true, false)]
    [InlineData("169.254.1.1", false, false, true)]
    [InlineData("febf::1", false, false, true)]
    [InlineData("fec0::1", false, false, false)]
    public void Classes_are_told_apart(string text, bool loopback, bool multicast, bool linkLocal)
    {
        var address = IpAddr.Parse(text);
        address.IsLoopback.ShouldBe(loopback);
        address.IsMulticast.ShouldBe(multicast);
        address.IsLinkLocal.ShouldBe(linkLocal);
    }
}
