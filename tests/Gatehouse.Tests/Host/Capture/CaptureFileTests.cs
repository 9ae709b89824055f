using System.Buffers.Binary;
using Gatehouse.Host.Capture;
using Gatehouse.Packets.Capture;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Capture;

public sealed class CaptureFileTests
{
    [Fact]
    public async Task Every_packet_is_in_the_file_in_order_with_its_time()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("wire.pcapng");
        var time = new DateTimeOffset(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);
        await using (var capture = CaptureFile.Create(path, "wire", out var error)!)
        {
            error.ShouldBeNull();
            for (byte i = 0; i < 100; i++)
                capture.Write(time.AddTicks(i), CaptureDirection.Outbound, [0x45, i, 0, 0]);
            capture.Lost.ShouldBe(0);
        }

        var packets = Packets(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).ToArray();
        packets.Select(packet => packet.Bytes[1]).ShouldBe(Enumerable.Range(0, 100).Select(i => (byte)i));
        packets.Select(packet => packet.Nanoseconds).ShouldBe(Enumerable.Range(0, 100).Select(i => (time.ToUnixTimeSeconds() * 1_000_000_000) + (i * 100)));
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_sentence()
    {
        CaptureFile.Create("/dev/null/x.pcapng", "wire", out var error).ShouldBeNull();
        error!.ShouldContain("/dev/null/x.pcapng");
    }

    /// <summary>The enhanced packet blocks of a pcapng file.</summary>
    private static IEnumerable<(long Nanoseconds, byte[] Bytes)> Packets(byte[] file)
    {
        for (var at = 0; at < file.Length; at += BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4)))
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) != 6)
                continue;
            var high = (long)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12));
            var low = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 16));
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 20));
            yield return ((high << 32) | low, file[(at + 28)..(at + 28 + length)]);
        }
    }
}
