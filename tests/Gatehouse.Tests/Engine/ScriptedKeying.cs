using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Tests.Engine;

/// <summary>A keying module that records what it is told and says what the test put into it.</summary>
internal sealed class ScriptedKeying : IKeyingModule
{
    private readonly Queue<KeyingAction> _next = new();

    public List<string> Calls { get; } = [];

    public Instant? NextDeadline { get; set; }

    /// <summary>Said at the next call of any kind.</summary>
    public void Say(params KeyingAction[] actions) => Array.ForEach(actions, _next.Enqueue);

    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram, List<KeyingAction> actions) =>
        Record($"datagram {remote} {datagram.Length}", actions);

    public void Acquire(Instant now, AddressPair addresses, TrafficSelector selector, bool guaranteeEncryption, List<KeyingAction> actions) =>
        Record($"acquire {addresses.Remote}{(guaranteeEncryption ? " encrypted" : "")}", actions);

    public void OnSaSignal(Instant now, Spi inbound, SaSignal signal, List<KeyingAction> actions) => Record($"{signal} {inbound}", actions);

    public void OnUnknownSpi(Instant now, AddressPair addresses, Spi inbound, List<KeyingAction> actions) =>
        Record($"unknown {inbound} {addresses.Remote}", actions);

    public void OnStepEnded(Instant now, KeyingStep step, List<KeyingAction> actions) => Record("step", actions);

    public void OnDeadline(Instant now, List<KeyingAction> actions) => Record("deadline", actions);

    public void OnPolicyChanged(Instant now, List<KeyingAction> actions) => Record("policy changed", actions);

    public void Shutdown(Instant now, List<KeyingAction> actions) => Record("shutdown", actions);

    public KeyingStatus Snapshot(Instant now) => new([], [], [], System.Collections.Immutable.ImmutableSortedDictionary<string, long>.Empty);

    private void Record(string call, List<KeyingAction> actions)
    {
        Calls.Add(call);
        while (_next.TryDequeue(out var action))
            actions.Add(action);
    }
}
