using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class EspRoundTripTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 70), 575, 576, 1400, 1459, 1460, 9000, 65000];

    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void Packets_of_every_length_come_back_as_they_were(string algorithm, int version)
    {
        var (sealing, opening) = EspSamples.Pair(algorithm);
        using var sealer = sealing;
        using var opener = opening;
        var buffer = new PacketBuffer();
        var bytes = 0L;
        foreach (var length in Lengths)
        {
            var clear = EspSamples.Packet(version, length);
            buffer.Load(clear);
            sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
            buffer.Length.ShouldBe(EspOverhead.SealedLength(sealer.Algorithm, clear.Length, version == 4 ? 20 : 40));
            EspPacket.TryReadSpi(buffer.Span, out var spi, out var offset).ShouldBeTrue();
            (spi, offset).ShouldBe((EspSamples.Spi, version == 4 ? 20 : 40));
            if (length >= 16)
                buffer.Span.IndexOf(clear.AsSpan(^16..)).ShouldBe(-1, "clear text in the sealed packet");
            opener.Open(buffer).ShouldBe(VerdictReason.Opened);
            buffer.Span.ToArray().ShouldBe(clear);
            bytes += clear.Length;
        }

        sealer.SequenceNumber.ShouldBe((uint)Lengths.Length);
        opener.HighestSequenceNumber.ShouldBe((uint)Lengths.Length);
        (sealer.Packets, sealer.Bytes).ShouldBe((Lengths.Length, bytes));
        (opener.Packets, opener.Bytes).ShouldBe((Lengths.Length, bytes));
    }

    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void A_packet_costs_no_allocation(string algorithm, int version)
    {
        var (sealing, opening) = EspSamples.Pair(algorithm);
        using var sealer = sealing;
        using var opener = opening;
        var clear = EspSamples.Packet(version, 1400);
        var buffer = new PacketBuffer();
        var ok = RoundTrips(200, sealer, opener, buffer, clear);
        Allocations.Of(() => ok &= RoundTrips(2000, sealer, opener, buffer, clear)).ShouldBe(0);
        ok.ShouldBeTrue();
    }

    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void A_refused_packet_costs_no_allocation_either(string algorithm, int version)
    {
        var (sealing, opening) = EspSamples.Pair(algorithm);
        using var sealer = sealing;
        using var opener = opening;
        var buffer = EspSamples.Buffer(EspSamples.Packet(version, 100));
        sealer.Seal(buffer);
        var forged = buffer.Span.ToArray();
        forged[^1] ^= 1;
        opener.Open(buffer).ShouldBe(VerdictReason.Opened);
        sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        var replay = buffer.Span.ToArray();
        opener.Open(buffer).ShouldBe(VerdictReason.Opened);
        forged[version == 4 ? 27 : 47] = 77;
        var ok = Refusals(opener, buffer, forged, replay);
        Allocations.Of(() => ok &= Refusals(opener, buffer, forged, replay)).ShouldBe(0);
        ok.ShouldBeTrue();
    }

    [Fact]
    public void A_key_of_another_length_is_a_programming_error()
    {
        using var key = new SecretBytes(new byte[16]);
        var algorithm = new EspAlgorithm(EspCipher.AesGcm16, 128, EspIntegrity.None);
        Should.Throw<ArgumentException>(() => new EspSealer(EspSamples.Spi, algorithm, key, new SeededEntropy(1)));
        Should.Throw<ArgumentException>(() => new EspOpener(EspSamples.Spi, algorithm, key));
        Should.Throw<ArgumentException>(() => new EspOpener(EspSamples.Spi, new EspAlgorithm(EspCipher.AesCbc, 128, EspIntegrity.None), key));
    }

    [Fact]
    public void Disposed_halves_throw()
    {
        var (sealer, opener) = EspSamples.Pair("AES-GCM-128");
        var buffer = EspSamples.Buffer(EspSamples.Packet(4, 64));
        sealer.Seal(buffer);
        sealer.Dispose();
        opener.Dispose();
        Should.Throw<ObjectDisposedException>(() => opener.Open(buffer));
        buffer.Load(EspSamples.Packet(4, 64));
        Should.Throw<ObjectDisposedException>(() => sealer.Seal(buffer));
    }

    private static bool RoundTrips(int count, EspSealer sealer, EspOpener opener, PacketBuffer buffer, byte[] clear)
    {
        var ok = true;
        for (var i = 0; i < count; i++)
        {
            buffer.Load(clear);
            ok &= sealer.Seal(buffer) == VerdictReason.Sealed && opener.Open(buffer) == VerdictReason.Opened;
        }

        return ok;
    }

    private static bool Refusals(EspOpener opener, PacketBuffer buffer, byte[] forged, byte[] replay)
    {
        var ok = true;
        for (var i = 0; i < 500; i++)
        {
            buffer.Load(forged);
            ok &= opener.Open(buffer) == VerdictReason.IntegrityFailed;
            buffer.Load(replay);
            ok &= opener.Open(buffer) == VerdictReason.Replay;
        }

        return ok;
    }
}
