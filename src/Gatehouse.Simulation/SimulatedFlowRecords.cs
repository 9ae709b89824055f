using System.Collections.Concurrent;
using Gatehouse.Dataplane.Flows;

namespace Gatehouse.Simulation;

/// <summary>
/// Flow records of a simulated host, which outlive its nodes. The arrays are used again, because thousands of simulations would otherwise
/// spend their time on fresh memory.
/// </summary>
public sealed class SimulatedFlowRecords : IFlowRecords, IDisposable
{
    private static readonly ConcurrentBag<byte[]> Pool = [];

    private byte[]? _bytes = Pool.TryTake(out var bytes) ? bytes : new byte[FlowRecords.BytesNeeded];

    /// <inheritdoc/>
    public Span<byte> Bytes => _bytes;

    /// <summary>The records are gone, as after a reboot.</summary>
    public void Erase() => Bytes.Clear();

    /// <summary>Gives the memory back, zeroed.</summary>
    public void Dispose()
    {
        if (_bytes is not { } bytes)
            return;
        _bytes = null;
        bytes.AsSpan().Clear();
        Pool.Add(bytes);
    }
}
