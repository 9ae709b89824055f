using System.Buffers.Binary;

namespace Gatehouse.Cli.Decode.Captures;

/// <summary>
/// Reads pcap (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng) files of either byte order. A file that breaks off is read up to there.
/// </summary>
internal static class CaptureFile
{
    private const uint Pcap = 0xA1B2C3D4;
    private const uint PcapNanoseconds = 0xA1B23C4D;
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;

    /// <summary>True when the bytes begin like a capture file.</summary>
    public static bool IsCapture(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 && (IsPcap(bytes, out _) || Big(bytes) == SectionHeader);

    /// <summary>The packets of a file. <paramref name="fault"/> says where and why it could not be read to its end; null when it could.</summary>
    public static List<CapturedFrame> Read(byte[] bytes, out string? fault) =>
        Big(bytes) == SectionHeader ? ReadPcapng(bytes, out fault) : ReadPcap(bytes, out fault);

    private static bool IsPcap(ReadOnlySpan<byte> bytes, out bool isBig)
    {
        isBig = Big(bytes) is Pcap or PcapNanoseconds;
        return isBig || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is Pcap or PcapNanoseconds;
    }

    private static List<CapturedFrame> ReadPcap(byte[] bytes, out string? fault)
    {
        const int FileHeader = 24;
        const int PacketHeader = 16;
        var frames = new List<CapturedFrame>();
        IsPcap(bytes, out var isBig);
        fault = bytes.Length < FileHeader ? "the file ends in its header" : null;
        if (fault is not null)
            return frames;
        var linkType = (int)(Number(bytes, 20, isBig) & 0xFFFF);
        for (var at = FileHeader; at < bytes.Length;)
        {
            var length = bytes.Length - at < PacketHeader ? long.MaxValue : Number(bytes, at + 8, isBig);
            if (length > bytes.Length - at - PacketHeader)
            {
                fault = $"packet {frames.Count + 1} at byte {at} is cut off";
                return frames;
            }

            frames.Add(new CapturedFrame(frames.Count + 1, linkType, bytes.AsMemory(at + PacketHeader, (int)length)));
            at += PacketHeader + (int)length;
        }

        return frames;
    }

    private static List<CapturedFrame> ReadPcapng(byte[] bytes, out string? fault)
    {
        const int BlockOverhead = 12;
        var frames = new List<CapturedFrame>();
        var interfaces = new List<int>();
        var isBig = false;
        fault = null;
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes.Length - at >= BlockOverhead && Big(bytes.AsSpan(at)) == SectionHeader)
            {
                isBig = Big(bytes.AsSpan(at + 8)) == ByteOrderMagic;
                interfaces.Clear();
            }

            var length = bytes.Length - at < BlockOverhead ? long.MaxValue : Number(bytes, at + 4, isBig);
            if (length < BlockOverhead || length > bytes.Length - at || length % 4 != 0)
            {
                fault = $"the block at byte {at} is cut off or malformed";
                return frames;
            }

            ReadBlock(bytes, at, (int)length, isBig, interfaces, frames);
            at += (int)length;
        }

        return frames;
    }

    // Blocks that are too short for what they claim are passed over: other tools do so too, and the next block stands where it stands.
    private static void ReadBlock(byte[] bytes, int at, int length, bool isBig, List<int> interfaces, List<CapturedFrame> frames)
    {
        var end = at + length - 4;
        switch (Number(bytes, at, isBig))
        {
            case InterfaceDescription when length >= 20:
                var linkType = bytes.AsSpan(at + 8);
                interfaces.Add(isBig ? BinaryPrimitives.ReadUInt16BigEndian(linkType) : BinaryPrimitives.ReadUInt16LittleEndian(linkType));
                break;
            case EnhancedPacket when length >= 32:
                var captured = Number(bytes, at + 20, isBig);
                var number = Number(bytes, at + 8, isBig);
                if (captured <= end - (at + 28) && number < interfaces.Count)
                    frames.Add(new CapturedFrame(frames.Count + 1, interfaces[(int)number], bytes.AsMemory(at + 28, (int)captured)));
                break;
            case SimplePacket when length >= 16 && interfaces.Count > 0:
                var original = Math.Min(Number(bytes, at + 8, isBig), end - (at + 12));
                frames.Add(new CapturedFrame(frames.Count + 1, interfaces[0], bytes.AsMemory(at + 12, (int)original)));
                break;
        }
    }

    private static uint Big(ReadOnlySpan<byte> bytes) => bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static long Number(byte[] bytes, int offset, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
}
