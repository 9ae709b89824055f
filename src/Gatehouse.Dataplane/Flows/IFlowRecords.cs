namespace Gatehouse.Dataplane.Flows;

/// <summary>
/// Bytes that outlive the process, into which the flow table mirrors what it must not forget in a crash. The port maps them from a file
/// that other processes cannot read; a simulation keeps an array. Writing to them is writing to memory: no call, no waiting.
/// </summary>
public interface IFlowRecords
{
    /// <summary>All bytes, <see cref="FlowRecords.BytesNeeded"/> of them; the same ones at every call. Fresh ones are zero.</summary>
    Span<byte> Bytes { get; }
}
