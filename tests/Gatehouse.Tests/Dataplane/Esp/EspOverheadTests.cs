using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class EspOverheadTests
{
    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void The_longest_inner_packet_just_fits_the_link(string algorithm, int version)
    {
        var named = EspSamples.Named(algorithm);
        var family = version == 4 ? IpFamily.V4 : IpFamily.V6;
        foreach (var mtu in Enumerable.Range(1280, 300))
        {
            var longest = EspOverhead.MaxInnerPacket(named, family, mtu);
            SealedLength(algorithm, version, longest).ShouldBeLessThanOrEqualTo(mtu);
            SealedLength(algorithm, version, longest + 1).ShouldBeGreaterThan(mtu);
        }
    }

    [Fact]
    public void A_link_too_small_for_an_empty_packet_has_room_for_none()
    {
        EspOverhead.MaxInnerPacket(EspSamples.Named("AES-GCM-128"), IpFamily.V4, 55).ShouldBe(0);
        EspOverhead.MaxInnerPacket(EspSamples.Named("AES-GCM-128"), IpFamily.V4, 56).ShouldBe(22);
    }

    private static int SealedLength(string algorithm, int version, int length)
    {
        var (sealing, opening) = EspSamples.Pair(algorithm);
        using var sealer = sealing;
        using var _ = opening;
        var buffer = EspSamples.Buffer(EspSamples.Packet(version, length - (version == 4 ? 20 : 40)));
        sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        return buffer.Length;
    }
}
