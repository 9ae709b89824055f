using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Filtering;
using Gatehouse.Keying;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Engine;

/// <summary>Everything a node is made of. The composition root fills it; a simulation fills it with seeded entropy.</summary>
public sealed class NodeOptions
{
    /// <summary>The policy's objects, without keying exemptions, which the node adds.</summary>
    public WfpObjectSet Objects { get; init; } = WfpObjectSet.Empty;

    /// <summary>The filters to begin with, compiled already by whoever manages them; null to compile <see cref="Objects"/>.</summary>
    public FilterSnapshot? Filters { get; init; }

    /// <summary>Where secrets come from.</summary>
    public required ICredentialSource Credentials { get; init; }

    /// <summary>Randomness of keys, cookies, SPIs and jitter.</summary>
    public required IEntropy Entropy { get; init; }

    /// <summary>What becomes of traffic that waits for its SA.</summary>
    public NoSaBehavior OnNoSa { get; init; } = NoSaBehavior.Hold;

    /// <summary>Memory that outlives the process, so that a secured flow stays so across a crash; null where nothing can crash.</summary>
    public IFlowRecords? FlowRecords { get; init; }

    /// <summary>The time at which the node begins; restored flows count as seen then.</summary>
    public Instant Start { get; init; }

    /// <summary>Emit keys for a key log. Opt-in, and loudly said by the command line.</summary>
    public bool ExportKeys { get; init; }
}
