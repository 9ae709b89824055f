using Gatehouse.Bfe;
using Gatehouse.Engine.Ports;
using Gatehouse.Host.Events;
using Gatehouse.Host.KeyLog;
using Gatehouse.Linux.Loop;
using Gatehouse.Model.Keying;

namespace Gatehouse.Cli.Running;

/// <summary>Passes what the node tells to its log and to the key tables. Called on the loop's thread, and never blocks it for long.</summary>
internal sealed class NodeEvents(EventLog log, KeyLogDirectory? keys, BaseFilteringEngine engine) : INodeLoopEvents
{
    private bool _keysFailed;

    public void OnKeying(KeyingEvent keyingEvent)
    {
        log.Write(MonotonicClock.Now, keyingEvent);
        if (NetEvents.Of(keyingEvent) is { } failure)
            engine.NetEvents.Add(failure);
    }

    public void OnDropped(NodeAction.Dropped dropped)
    {
        log.WriteDropped(MonotonicClock.Now, dropped.Packet.Addresses, dropped.Verdict.Reason, dropped.Outbound, dropped.Count);
        engine.NetEvents.Add(NetEvents.Of(dropped, engine.LayerOf));
    }

    public void OnAllowed(NodeAction.Allowed allowed) => engine.NetEvents.Add(NetEvents.Of(allowed, engine.LayerOf));

    public void OnMainModeKey(NodeAction.ExportMainModeKey key)
    {
        using var secret = key.Key;
        Export(() => keys?.WriteMainMode(key.InitiatorCookie, secret));
    }

    public void OnEspKeys(NodeAction.ExportEspKeys exported)
    {
        using var pair = exported.Pair;
        Export(() => keys?.WriteEsp(pair));
    }

    private void Export(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            // A full disk must not end the enforcement; one line is enough.
            if (!_keysFailed)
                log.Note($"the session keys cannot be written: {e.Message}");
            _keysFailed = true;
        }
    }
}
