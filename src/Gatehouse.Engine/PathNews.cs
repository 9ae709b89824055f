using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Engine;

/// <summary>Takes note of what the packet path says during a judgement, for the node to handle after it.</summary>
internal sealed class PathNews : IPathEvents
{
    private readonly Queue<Wanted> _acquires = new();
    private readonly Queue<(Spi Inbound, SaSignal Signal)> _signals = new();
    private readonly Queue<(AddressPair Addresses, Spi Inbound)> _unknown = new();

    private readonly Queue<AddressPair> _replies = new();

    public bool IsEmpty => _acquires.Count == 0 && _signals.Count == 0 && _unknown.Count == 0 && _replies.Count == 0;

    public void AcquireRequested(in Wanted wanted) => _acquires.Enqueue(wanted);

    public void UnknownSpi(AddressPair addresses, Spi inbound) => _unknown.Enqueue((addresses, inbound));

    public void ClearReply(AddressPair addresses) => _replies.Enqueue(addresses);

    public void FirstPacketReceived(SaEntry entry) => _signals.Enqueue((entry.Inbound, SaSignal.FirstPacketReceived));

    public void TrafficLimitReached(SaEntry entry, SaTrafficLimit limit) =>
        _signals.Enqueue((entry.Inbound, limit == SaTrafficLimit.Hard ? SaSignal.HardTrafficLimit : SaSignal.SoftTrafficLimit));

    public bool TryTakeAcquire(out Wanted wanted) => _acquires.TryDequeue(out wanted);

    public bool TryTakeUnknown(out (AddressPair Addresses, Spi Inbound) unknown) => _unknown.TryDequeue(out unknown);

    public bool TryTakeReply(out AddressPair addresses) => _replies.TryDequeue(out addresses);

    public bool TryTakeSignal(out (Spi Inbound, SaSignal Signal) signal) => _signals.TryDequeue(out signal);
}
