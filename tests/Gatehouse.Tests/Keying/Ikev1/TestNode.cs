using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>A pair as the data plane of a test node holds it.</summary>
public sealed class HeldPair(SaPair pair, bool ready, long order)
{
    public SaPair Sa { get; } = pair;

    /// <summary>When it became able to send, as a running number; 0 while it is not.</summary>
    public long ReadyOrder { get; set; } = ready ? order : 0;

    public bool Heard { get; set; }
}

/// <summary>One end: a module, a policy, and the least data plane that can tell whether a packet would get through.</summary>
public sealed class TestNode(IpAddr address, IEntropy entropy, Ikev1Options? options = null, Func<TestPolicy, IEntropy, IKeyingModule>? module = null)
{
    private readonly List<KeyingAction> _actions = [];
    private long _order;

    public IpAddr Address { get; } = address;

    public TestPolicy Policy { get; } = new();

    public IKeyingModule Module { get; private set; } = null!;

    public Dictionary<Spi, HeldPair> Pairs { get; } = [];

    public List<KeyingEvent> Events { get; } = [];

    public List<KeyingAction> AllActions { get; } = [];

    public List<KeyingAction.AcquireFailed> AcquiresFailed { get; } = [];

    /// <summary>Every SPI this node ever chose, to find reuse.</summary>
    public HashSet<Spi> Spis { get; } = [];

    public IEnumerable<KeyingEvent> Failures => Events.Where(news => news.Kind == KeyingEventKind.NegotiationFailed);

    public int Established(ExchangeKind exchange) => Events.Count(news =>
        news.Kind == (exchange == ExchangeKind.MainMode ? KeyingEventKind.MainModeEstablished : KeyingEventKind.QuickModeEstablished));

    /// <summary>The pair that sends: the newest that may.</summary>
    public HeldPair? Sender => Pairs.Values.Where(pair => pair.ReadyOrder > 0).MaxBy(pair => pair.ReadyOrder);

    /// <summary>A fresh module that remembers nothing, as after a crash.</summary>
    public TestNode Boot()
    {
        Module = module?.Invoke(Policy, entropy) ?? new Ikev1Module(Policy, Policy, entropy, options ?? new Ikev1Options());
        Pairs.Clear();
        return this;
    }

    /// <summary>Calls the module and carries out its actions; datagrams go to the network.</summary>
    public void Call(Action<IKeyingModule, List<KeyingAction>> call, Action<KeyingAction.SendDatagram> send, Action<KeyingStep>? step = null)
    {
        _actions.Clear();
        call(Module, _actions);
        foreach (var action in _actions.ToArray())
        {
            AllActions.Add(action);
            switch (action)
            {
                case KeyingAction.SendDatagram datagram:
                    send(datagram);
                    break;
                case KeyingAction.RunStep run:
                    step.ShouldNotBeNull("this test takes no steps")(run.Step);
                    break;
                case KeyingAction.InstallPair install:
                    install.Pair.Inbound.Value.ShouldBeGreaterThan(255u);
                    Spis.Add(install.Pair.Inbound).ShouldBeTrue("an SPI was used twice");
                    Pairs.Add(install.Pair.Inbound, new HeldPair(install.Pair, install.OutboundReady, ++_order));
                    break;
                case KeyingAction.ConfirmPair confirm:
                    Pairs[confirm.Inbound].ReadyOrder = ++_order;
                    break;
                case KeyingAction.RetirePair retire:
                    Pairs[retire.Inbound].ReadyOrder = 0;
                    break;
                case KeyingAction.RemovePair remove:
                    Pairs.Remove(remove.Inbound).ShouldBeTrue("a pair was removed twice");
                    break;
                case KeyingAction.AcquireFailed failed:
                    AcquiresFailed.Add(failed);
                    break;
                case KeyingAction.Notify notify:
                    Events.Add(notify.Event);
                    break;
            }
        }
    }
}
