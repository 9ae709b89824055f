using Gatehouse.Base;
using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>A transaction: the state as it would be after the commit, and what differs from the engine's.</summary>
internal sealed class Transaction(EngineSession owner, FwpmTransactionMode mode, BfeState state, Instant began)
{
    public EngineSession Owner { get; } = owner;

    public FwpmTransactionMode Mode { get; } = mode;

    public BfeState State { get; set; } = state;

    public Instant Began { get; } = began;

    /// <summary>In the order they were made.</summary>
    public List<BfeChange> Changes { get; } = [];

    /// <summary>True when the engine took it away because somebody waited too long.</summary>
    public bool Aborted { get; set; }
}
