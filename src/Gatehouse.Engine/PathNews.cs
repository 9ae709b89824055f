using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Engine;

/// <summary>Takes note of what the packet path says during a judgement, for the node to handle after it.</summary>
internal sealed class PathNews : IPathEvents
{
    private readonly Queue<(AddressPair Addresses, TrafficSelector Selector)> _acquires = new();
    private readonly Queue<(Spi Inbound, SaSignal Signal)> _signals = new();

    public bool IsEmpty => _acquires.Count == 0 && _signals.Count == 0;

    public void AcquireRequested(AddressPair addresses, TrafficSelector selector) => _acquires.Enqueue((addresses, selector));

    public void FirstPacketReceived(SaEntry entry) => _signals.Enqueue((entry.Inbound, SaSignal.FirstPacketReceived));

    public void TrafficLimitReached(SaEntry entry, SaTrafficLimit limit) =>
        _signals.Enqueue((entry.Inbound, limit == SaTrafficLimit.Hard ? SaSignal.HardTrafficLimit : SaSignal.SoftTrafficLimit));

    public bool TryTakeAcquire(out (AddressPair Addresses, TrafficSelector Selector) acquire) => _acquires.TryDequeue(out acquire);

    public bool TryTakeSignal(out (Spi Inbound, SaSignal Signal) signal) => _signals.TryDequeue(out signal);
}
