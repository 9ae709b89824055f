using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Dataplane.Flows;

/// <summary>How the records of an earlier process were found.</summary>
public enum FlowRecordsState
{
    /// <summary>Fresh, or none kept: no flow was secured before.</summary>
    Fresh,

    /// <summary>Read; what was secured still is.</summary>
    Restored,

    /// <summary>There, but not readable. What was secured cannot be known, so for one idle time every flow counts as secured.</summary>
    Lost,
}

/// <summary>
/// The crash-safe image of the flow table: a header, then one record per slot. A record's status byte is written last when a flow is
/// added and first when it goes, so that a process killed between two instructions leaves each record whole or absent.
/// </summary>
/// <remarks>
/// Header, 64 bytes: "GHFLOWS1". Record, 64 bytes: status and flags 0-1, state 2, family 3, protocol 4, ports 6-9, scopes 12-19,
/// addresses 20-51, checksum of bytes 3 to 51 at 52.
/// </remarks>
public static class FlowRecords
{
    private const int HeaderLength = 64;
    private const int RecordLength = 64;
    private const int ChecksumAt = 52;
    private const int KeyAt = 3;
    private const byte InUse = 0xA5;

    // What survives: grace and pending questions belong to the process that knew their times.
    private const FlowFlags Kept = FlowFlags.Secure | FlowFlags.RequireSecurity | FlowFlags.GuaranteedEncryption | FlowFlags.Inbound | FlowFlags.Answered;

    /// <summary>Bytes that records of a whole table take.</summary>
    public const int BytesNeeded = HeaderLength + (FlowTable.MaxFlows * RecordLength);

    private static ReadOnlySpan<byte> Magic => "GHFLOWS1"u8;

    internal static FlowRecordsState Open(Span<byte> bytes)
    {
        if (bytes.Length < BytesNeeded)
            return FlowRecordsState.Lost;
        var magic = bytes[..Magic.Length];
        if (magic.SequenceEqual(Magic))
            return FlowRecordsState.Restored;
        var fresh = !magic.ContainsAnyExcept((byte)0);
        bytes.Clear();
        Magic.CopyTo(bytes);
        return fresh ? FlowRecordsState.Fresh : FlowRecordsState.Lost;
    }

    internal static void Write(Span<byte> bytes, int slot, in Flow flow)
    {
        var record = RecordOf(bytes, slot);
        record.Clear();
        record[3] = (byte)flow.Key.Local.Family;
        record[4] = flow.Key.Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(record[6..], flow.Key.LocalPort);
        BinaryPrimitives.WriteUInt16BigEndian(record[8..], flow.Key.RemotePort);
        BinaryPrimitives.WriteUInt32BigEndian(record[12..], flow.Key.Local.ScopeId);
        BinaryPrimitives.WriteUInt32BigEndian(record[16..], flow.Key.Remote.ScopeId);
        BinaryPrimitives.WriteUInt128BigEndian(record[20..], flow.Key.Local.Value);
        BinaryPrimitives.WriteUInt128BigEndian(record[36..], flow.Key.Remote.Value);
        BinaryPrimitives.WriteUInt32BigEndian(record[ChecksumAt..], Checksum(record));
        WriteState(bytes, slot, flow);
        Volatile.Write(ref record[0], InUse);
    }

    internal static void WriteState(Span<byte> bytes, int slot, in Flow flow)
    {
        var record = RecordOf(bytes, slot);
        Volatile.Write(ref record[1], (byte)(flow.Flags & Kept));
        Volatile.Write(ref record[2], (byte)flow.State);
    }

    internal static void Erase(Span<byte> bytes, int slot) => Volatile.Write(ref RecordOf(bytes, slot)[0], 0);

    internal static bool TryRead(ReadOnlySpan<byte> bytes, int slot, out Flow flow)
    {
        flow = default;
        var record = bytes.Slice(HeaderLength + (slot * RecordLength), RecordLength);
        var state = (FlowState)record[2];
        var family = (IpFamily)record[3];
        if (record[0] != InUse || BinaryPrimitives.ReadUInt32BigEndian(record[ChecksumAt..]) != Checksum(record)
            || state is FlowState.Free or > FlowState.Closed || family is not (IpFamily.V4 or IpFamily.V6))
        {
            return false;
        }

        var local = new IpAddr(family, BinaryPrimitives.ReadUInt128BigEndian(record[20..]), BinaryPrimitives.ReadUInt32BigEndian(record[12..]));
        var remote = new IpAddr(family, BinaryPrimitives.ReadUInt128BigEndian(record[36..]), BinaryPrimitives.ReadUInt32BigEndian(record[16..]));
        flow.Key = new FlowKey(
            local, remote, record[4], BinaryPrimitives.ReadUInt16BigEndian(record[6..]), BinaryPrimitives.ReadUInt16BigEndian(record[8..]));
        flow.Flags = (FlowFlags)record[1] & Kept;
        flow.State = state;
        return true;
    }

    private static Span<byte> RecordOf(Span<byte> bytes, int slot) => bytes.Slice(HeaderLength + (slot * RecordLength), RecordLength);

    // FNV-1a: it guards against a torn or foreign record, not against an attacker, who cannot write here.
    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var sum = 2166136261u;
        foreach (var value in record[KeyAt..ChecksumAt])
            sum = (sum ^ value) * 16777619u;
        return sum;
    }
}
