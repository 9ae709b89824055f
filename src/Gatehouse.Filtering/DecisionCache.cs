using System.Runtime.CompilerServices;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// Decisions of late, by everything that they depend on: the next packet of a flow finds the decision of the one before. Belongs to one thread.
/// A new snapshot makes every slot stale.
/// </summary>
public sealed class DecisionCache
{
    /// <summary>Flows in motion at one time; two that fall on one slot evict each other, which costs a classification.</summary>
    private const int Slots = 4096;

    private readonly Slot[] _slots = new Slot[Slots];

    /// <summary>The decision of the snapshot. Allocates nothing.</summary>
    public ClassifyResult Classify(FilterSnapshot snapshot, FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
    {
        ref var slot = ref _slots[Hash(layer, fields) & (Slots - 1)];
        if (ReferenceEquals(slot.Snapshot, snapshot) && slot.Layer == layer && slot.Facts == facts && Same(slot.Fields, fields))
            return slot.Result;
        var result = snapshot.Classify(layer, fields, facts);
        slot = new Slot { Snapshot = snapshot, Layer = layer, Fields = fields, Facts = facts, Result = result };
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(FwpmLayer layer, in ClassifyFields fields)
    {
        var (local, remote) = (fields.Local.Value, fields.Remote.Value);
        var hash = (ulong)local ^ (ulong)(local >> 64) ^ (((ulong)remote ^ (ulong)(remote >> 64)) << 24);
        hash ^= ((ulong)fields.LocalPort << 48) | ((ulong)fields.RemotePort << 32) | ((ulong)layer << 8) | fields.Protocol;
        return (int)((hash * 0x9E3779B97F4A7C15) >> 40);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Same(in ClassifyFields left, in ClassifyFields right) =>
        left.Local.Value == right.Local.Value && left.Remote.Value == right.Remote.Value
        && left.LocalPort == right.LocalPort && left.RemotePort == right.RemotePort && left.Protocol == right.Protocol
        && left.LocalAddressType == right.LocalAddressType && left.DestinationAddressType == right.DestinationAddressType
        && ReferenceEquals(left.Others, right.Others);

    private struct Slot
    {
        public FilterSnapshot? Snapshot;
        public FwpmLayer Layer;
        public ClassifyFields Fields;
        public CalloutFacts Facts;
        public ClassifyResult Result;
    }
}
