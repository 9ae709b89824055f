using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class EspOpenerTests
{
    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void Every_flipped_bit_of_esp_is_refused_and_marks_nothing(string algorithm, int version)
    {
        using var sample = new Sample(algorithm, version, 20);
        for (var bit = sample.HeaderLength * 8; bit < sample.Sealed.Length * 8; bit++)
        {
            var changed = sample.Sealed.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var verdict = sample.Open(changed);
            verdict.ShouldBe(bit / 8 < sample.HeaderLength + 4 ? VerdictReason.BadSpi : ExpectedFor(changed, sample), $"bit {bit}");
            sample.Opener.HighestSequenceNumber.ShouldBe(0u, $"bit {bit}");
        }

        sample.Open(sample.Sealed).ShouldBe(VerdictReason.Opened);
    }

    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void Every_truncation_is_refused_and_marks_nothing(string algorithm, int version)
    {
        using var sample = new Sample(algorithm, version, 20);
        for (var length = 0; length < sample.Sealed.Length; length++)
        {
            // Cut on the wire: the header still says the old length. Then cut with a header that fits.
            sample.Open(sample.Sealed[..length]).ShouldBe(VerdictReason.MalformedPacket);
            if (length < sample.HeaderLength)
                continue;
            var shorter = sample.Sealed[..length];
            BinaryPrimitives.WriteUInt16BigEndian(shorter.AsSpan(version == 4 ? 2 : 4), (ushort)(version == 4 ? length : length - 40));
            sample.Open(shorter).ShouldBeOneOf(VerdictReason.EspMalformed, VerdictReason.IntegrityFailed);
            sample.Opener.HighestSequenceNumber.ShouldBe(0u, $"length {length}");
        }

        sample.Open(sample.Sealed).ShouldBe(VerdictReason.Opened);
    }

    [Theory]
    [ClassData(typeof(EspSuiteData))]
    public void Seeded_mutations_are_survived_and_never_opened(string algorithm, int version)
    {
        using var sample = new Sample(algorithm, version, 60);
        var entropy = new SeededEntropy(0xE59);
        for (var round = 0; round < 3000; round++)
        {
            var changed = sample.Sealed.ToArray();
            for (var edits = 1 + (entropy.NextUInt32() % 4); edits > 0; edits--)
                changed[entropy.NextUInt32() % changed.Length] = (byte)entropy.NextUInt32();
            if (entropy.NextUInt32() % 4 == 0)
                changed = changed[..(int)(entropy.NextUInt32() % changed.Length)];
            var verdict = sample.Open(changed);
            // The IP header is not authenticated, so a change of its TTL, say, still opens: transport mode protects the payload.
            if (changed.AsSpan(Math.Min(sample.HeaderLength, changed.Length)).SequenceEqual(sample.Sealed.AsSpan(sample.HeaderLength)))
                continue;
            verdict.ShouldNotBe(VerdictReason.Opened, $"round {round}");
            sample.Opener.HighestSequenceNumber.ShouldBeLessThanOrEqualTo(1u);
        }
    }

    [Fact]
    public void A_replayed_packet_is_refused_before_anything_else_is_done()
    {
        using var sample = new Sample("AES-GCM-128", 4, 64);
        sample.Open(sample.Sealed).ShouldBe(VerdictReason.Opened);
        sample.Open(sample.Sealed).ShouldBe(VerdictReason.Replay);
        var forged = sample.Sealed.ToArray();
        forged[^1] ^= 1;
        sample.Open(forged).ShouldBe(VerdictReason.Replay);
        (sample.Opener.Packets, sample.Opener.Bytes).ShouldBe((1, 84));
    }

    [Fact]
    public void A_forged_sequence_number_ahead_does_not_move_the_window()
    {
        using var sample = new Sample("AES-CBC-256/HMAC-SHA-256-128", 6, 64);
        var forged = sample.Sealed.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(forged.AsSpan(44), 1_000_000);
        sample.Open(forged).ShouldBe(VerdictReason.IntegrityFailed);
        sample.Opener.HighestSequenceNumber.ShouldBe(0u);
        sample.Open(sample.Sealed).ShouldBe(VerdictReason.Opened);
    }

    // Authenticated payloads built by hand: what a peer with the key may still get wrong.
    [Theory]
    [InlineData("00000000 01 02 02 11", VerdictReason.Opened)]
    [InlineData("000000000000 00 11", VerdictReason.Opened)]
    [InlineData("01 02 03 04 05 06 06 11", VerdictReason.Opened)]
    [InlineData("00000000 00 02 02 11", VerdictReason.BadPadding)]
    [InlineData("00000000 01 03 02 11", VerdictReason.BadPadding)]
    [InlineData("00000000 02 01 02 11", VerdictReason.BadPadding)]
    [InlineData("01 02 03 04 05 06 07 11", VerdictReason.BadPadding)]
    [InlineData("01 02 03 04 05 06 FF 11", VerdictReason.BadPadding)]
    [InlineData("00000000 01 02 02 3B", VerdictReason.DummyPacket)]
    public void Padding_is_checked_after_the_window_was_marked(string payload, VerdictReason expected)
    {
        var key = new SeededEntropy(21).NextBytes(20);
        using var cipher = new GcmPacketCipher(key, encrypt: true);
        var ciphertext = Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal));
        byte[] esp = [0xC0, 0xFF, 0xEE, 1, 0, 0, 0, 9, .. new byte[8], .. ciphertext, .. new byte[16]];
        cipher.Seal(esp);
        var packet = EspSamples.Packet(6, 0, extra: esp, firstHeader: 50);
        using var sample = new Sample("AES-GCM-128", 6, 20);
        sample.Open(packet).ShouldBe(expected);
        sample.Opener.HighestSequenceNumber.ShouldBe(9u);
        sample.Opener.Packets.ShouldBe(expected == VerdictReason.Opened ? 1 : 0);
        sample.Open(packet).ShouldBe(VerdictReason.Replay);
    }

    [Fact]
    public void Late_packets_are_taken_inside_the_window_and_refused_behind_it()
    {
        var (sealing, opening) = EspSamples.Pair("AES-GCM-256");
        using var sealer = sealing;
        using var opener = opening;
        var packets = new List<byte[]>();
        for (var i = 0; i < ReplayWindow.Size + 2; i++)
        {
            var buffer = EspSamples.Buffer(EspSamples.Packet(4, 64));
            sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
            packets.Add(buffer.Span.ToArray());
        }

        opener.Open(EspSamples.Buffer(packets[^1])).ShouldBe(VerdictReason.Opened);
        opener.Open(EspSamples.Buffer(packets[0])).ShouldBe(VerdictReason.Replay);
        opener.Open(EspSamples.Buffer(packets[1])).ShouldBe(VerdictReason.Replay);
        opener.Open(EspSamples.Buffer(packets[2])).ShouldBe(VerdictReason.Opened);
    }

    [Fact]
    public void Clear_and_fragmented_packets_are_refused()
    {
        using var sample = new Sample("AES-GCM-128", 4, 64);
        sample.Open(EspSamples.Packet(4, 64)).ShouldBe(VerdictReason.EspMalformed);
        var fragment = sample.Sealed.ToArray();
        fragment[6] = 0x20;
        sample.Open(fragment).ShouldBe(VerdictReason.Fragment);
    }

    private static VerdictReason ExpectedFor(byte[] changed, Sample sample) =>
        BinaryPrimitives.ReadUInt32BigEndian(changed.AsSpan(sample.HeaderLength + 4)) == 0 ? VerdictReason.Replay : VerdictReason.IntegrityFailed;

    private sealed class Sample : IDisposable
    {
        private readonly PacketBuffer _buffer = new();

        public Sample(string algorithm, int version, int payload)
        {
            (var sealer, Opener) = EspSamples.Pair(algorithm);
            using var _ = sealer;
            HeaderLength = version == 4 ? 20 : 40;
            _buffer.Load(EspSamples.Packet(version, payload));
            sealer.Seal(_buffer).ShouldBe(VerdictReason.Sealed);
            Sealed = _buffer.Span.ToArray();
        }

        public EspOpener Opener { get; }

        public byte[] Sealed { get; }

        public int HeaderLength { get; }

        public VerdictReason Open(byte[] packet)
        {
            _buffer.Load(packet);
            return Opener.Open(_buffer);
        }

        public void Dispose() => Opener.Dispose();
    }
}
