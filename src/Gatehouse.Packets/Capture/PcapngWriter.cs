using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Packets.Capture;

/// <summary>
/// Writes a pcapng file (draft-ietf-opsawg-pcapng): a section header, one interface description per <see cref="AddInterface"/>, enhanced packet
/// blocks with nanosecond times. Packets are raw IP (LINKTYPE_RAW). The stream stays the caller's; so do I/O errors.
/// </summary>
public sealed class PcapngWriter
{
    private const uint SectionHeaderBlock = 0x0A0D0D0A;
    private const uint InterfaceDescriptionBlock = 1;
    private const uint EnhancedPacketBlock = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ushort LinkTypeRaw = 101;
    private const ushort OptionEnd = 0;
    private const ushort OptionComment = 1;
    private const ushort SectionUserApplication = 4;
    private const ushort InterfaceName = 2;
    private const ushort InterfaceTimestampResolution = 9;
    private const ushort PacketFlags = 2;
    private const byte Nanoseconds = 9;

    /// <summary>A comment longer than this is cut: option lengths are 16 bits, and a comment is a sentence.</summary>
    private const int MaxText = 1024;

    private readonly Stream _stream;
    private byte[] _block = new byte[2048];
    private int _length;
    private int _interfaces;

    /// <summary>Starts a file: writes the section header.</summary>
    /// <param name="stream">Where the file goes.</param>
    /// <param name="application">Name of the program, as Wireshark shows it.</param>
    public PcapngWriter(Stream stream, string application)
    {
        _stream = stream;
        Begin(SectionHeaderBlock);
        UInt32(ByteOrderMagic);
        UInt16(1);
        UInt16(0);
        UInt32(uint.MaxValue);
        UInt32(uint.MaxValue);
        Text(SectionUserApplication, application);
        EndOptions();
        End();
    }

    /// <summary>Declares an interface, whole packets, nanosecond times; returns its number for <see cref="WritePacket"/>.</summary>
    public int AddInterface(string name)
    {
        Begin(InterfaceDescriptionBlock);
        UInt16(LinkTypeRaw);
        UInt16(0);
        UInt32(0);
        Text(InterfaceName, name);
        Option(InterfaceTimestampResolution, [Nanoseconds]);
        EndOptions();
        End();
        return _interfaces++;
    }

    /// <summary>Writes one packet.</summary>
    /// <param name="interfaceNumber">From <see cref="AddInterface"/>.</param>
    /// <param name="unixNanoseconds">Wall-clock time since 1970.</param>
    /// <param name="packet">From the IP header.</param>
    /// <param name="direction">As this host sees it.</param>
    /// <param name="comment">A sentence shown with the packet; null for none.</param>
    public void WritePacket(int interfaceNumber, long unixNanoseconds, ReadOnlySpan<byte> packet, CaptureDirection direction, string? comment = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)interfaceNumber, (uint)_interfaces);
        Begin(EnhancedPacketBlock);
        UInt32((uint)interfaceNumber);
        UInt32((uint)((ulong)unixNanoseconds >> 32));
        UInt32((uint)unixNanoseconds);
        UInt32((uint)packet.Length);
        UInt32((uint)packet.Length);
        Padded(packet);
        if (comment is not null)
            Text(OptionComment, comment);
        if (direction != CaptureDirection.Unknown)
            Option(PacketFlags, [(byte)direction, 0, 0, 0]);
        EndOptions();
        End();
    }

    private void Begin(uint type)
    {
        _length = 0;
        UInt32(type);
        UInt32(0);
    }

    // The total length stands in front and behind, so that readers can go both ways.
    private void End()
    {
        UInt32(0);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), (uint)_length);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(_length - 4), (uint)_length);
        _stream.Write(_block, 0, _length);
    }

    private void Text(ushort code, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length > MaxText ? text[..MaxText] : text);
        Option(code, bytes);
    }

    private void Option(ushort code, ReadOnlySpan<byte> value)
    {
        UInt16(code);
        UInt16((ushort)value.Length);
        Padded(value);
    }

    private void EndOptions()
    {
        UInt16(OptionEnd);
        UInt16(0);
    }

    private void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    private void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    private void Padded(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        Take(-bytes.Length & 3).Clear();
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _block.Length)
            Array.Resize(ref _block, Math.Max(_block.Length * 2, _length + count));
        _length += count;
        return _block.AsSpan(_length - count, count);
    }
}
