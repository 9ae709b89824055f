using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>An object that came or went with a commit, or that a store gives back.</summary>
/// <param name="Type">Came or went.</param>
/// <param name="Object">The object.</param>
/// <param name="Id">Its LUID.</param>
/// <param name="Lifetime">How long it lives.</param>
public sealed record BfeChange(FwpmChangeType Type, IFwpmObject Object, ulong Id, FwpmLifetime Lifetime);

/// <summary>
/// Who must agree before a commit counts: the store that keeps objects across restarts, then the node that judges packets by them. It is asked
/// with everything at once, and when it refuses nothing has changed.
/// </summary>
public interface IBfeCommitSink
{
    /// <summary>Takes the whole commit or refuses it.</summary>
    FwpResult Commit(FilterSnapshot filters, IReadOnlyList<BfeChange> changes);
}

/// <summary>What an engine is made of.</summary>
public sealed class BfeOptions
{
    /// <summary>Where keys come from that callers leave to the engine.</summary>
    public required IEntropy Entropy { get; init; }

    /// <summary>The time.</summary>
    public required Func<Instant> Clock { get; init; }

    /// <summary>
    /// Gives up the lock for at most that long, until somebody pulses it; the operating system's by default. A test moves its clock instead.
    /// </summary>
    public Func<object, TimeSpan, bool> Wait { get; init; } = static (gate, patience) => Monitor.Wait(gate, patience);

    /// <summary>Who must agree to a commit, or null.</summary>
    public IBfeCommitSink? Sink { get; init; }

    /// <summary>The process that all sessions belong to, for whoever looks at them; 0 for unknown.</summary>
    public uint ProcessId { get; init; }

    /// <summary>The user whose sessions they are, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The switches of arbitration.</summary>
    public ArbitrationOptions Arbitration { get; init; } = ArbitrationOptions.Default;

    /// <summary>Objects that a store gives back, in any order.</summary>
    public IReadOnlyList<BfeChange> Restored { get; init; } = [];
}
