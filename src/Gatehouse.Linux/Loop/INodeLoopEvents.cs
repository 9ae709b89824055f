using Gatehouse.Engine.Ports;
using Gatehouse.Model.Keying;

namespace Gatehouse.Linux.Loop;

/// <summary>What a node tells the outside. Called on the loop's thread; an implementation that blocks stops the traffic.</summary>
public interface INodeLoopEvents
{
    /// <summary>A keying event.</summary>
    void OnKeying(KeyingEvent keyingEvent);

    /// <summary>A drop that is worth a line.</summary>
    void OnDropped(NodeAction.Dropped dropped);

    /// <summary>A connection that was authorised; only when the node was asked to tell.</summary>
    void OnAllowed(NodeAction.Allowed allowed)
    {
    }

    /// <summary>A main mode's key for a key log. The receiver disposes it.</summary>
    void OnMainModeKey(NodeAction.ExportMainModeKey key);

    /// <summary>The keys of an ESP pair for a key log. The receiver disposes them.</summary>
    void OnEspKeys(NodeAction.ExportEspKeys keys);
}
