using Gatehouse.Base;
using Gatehouse.Host.Kerberos;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Interop.Kerberos;

/// <summary>Two AuthIP modules that authenticate by Kerberos, and whose datagrams arrive at once.</summary>
public sealed class KeyedPair : IKeyingPolicy
{
    private readonly AuthIpModule[] _modules;
    private readonly IpAddr[] _addresses = [IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2")];
    private readonly Queue<(int To, KeyingAction.SendDatagram Datagram)> _wire = new();
    private readonly Queue<(int Node, KeyingStep Step)> _steps = new();
    private readonly IkeDhGroup _group;
    private readonly ExtendedModePolicy? _extendedMode;
    private Instant _now = Instant.FromSeconds(1000);

    /// <summary>Two nodes with their own credentials, and with those of users there is extended mode.</summary>
    public KeyedPair(
        KerberosOptions a, KerberosOptions b, IkeDhGroup group = IkeDhGroup.None, KerberosOptions? userOfA = null, KerberosOptions? usersOfB = null)
    {
        _group = group;
        if (userOfA is not null)
            _extendedMode = new ExtendedModePolicy([new AuthenticationMethod(AuthenticationMethodType.Kerberos)]);
        _modules = [Module(a, userOfA, 1), Module(b, usersOfB, 2)];
    }

    public List<SaPair>[] Pairs { get; } = [[], []];

    public List<KeyingEvent>[] Events { get; } = [[], []];

    public int Datagrams { get; private set; }

    /// <summary>The first node needs an SA; everything happens that follows within a minute.</summary>
    public KeyedPair Negotiate()
    {
        Call(0, (module, actions) => module.Acquire(_now, Addresses(0), default, guaranteeEncryption: false, actions));
        for (var end = _now + TimeSpan.FromSeconds(60); _now < end;)
        {
            while (_steps.TryDequeue(out var ended))
            {
                ended.Step.Run();
                Call(ended.Node, (module, actions) => module.OnStepEnded(_now, ended.Step, actions));
            }

            while (_wire.TryDequeue(out var arrival))
            {
                var (to, datagram) = arrival;
                Call(to, (module, actions) => module.OnDatagram(_now, datagram.Remote, datagram.Local, datagram.Data, actions));
            }

            _now += TimeSpan.FromSeconds(1);
            for (var node = 0; node < 2; node++)
            {
                if (_modules[node].NextDeadline <= _now)
                    Call(node, (module, actions) => module.OnDeadline(_now, actions));
            }
        }

        return this;
    }

    public KeyingEvent Failure(int node) => Events[node].First(news => news.Kind == KeyingEventKind.NegotiationFailed);

    public MainModePolicy? MainMode(KeyingModule module, AddressPair addresses) => new(
        [new AuthenticationMethod(AuthenticationMethodType.Kerberos)],
        [new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, _group, 28_800)]);

    public QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector) => new(
        [
            new QuickModeProposal(
                new SaLifetime(3600, 100_000, 0x7FFFFFFF),
                [new SaTransform(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes128, IpsecCipherConfig.GcmAes128)], PfsGroup.None),
        ],
        IpsecPolicyFlags.None, 0, new SaIdleTimeout(300, 60), _extendedMode);

    private AuthIpModule Module(KerberosOptions machine, KerberosOptions? user, ulong seed) => new(
        this, new GssMechanisms(new KerberosMechanism(machine), new AnonymousMechanism()), new SeededEntropy(seed), new AuthIpOptions(),
        user is null ? null : new KerberosMechanism(user));

    private AddressPair Addresses(int node) => new(_addresses[node], _addresses[1 - node]);

    private void Call(int node, Action<IKeyingModule, List<KeyingAction>> call)
    {
        var actions = new List<KeyingAction>();
        call(_modules[node], actions);
        foreach (var action in actions)
        {
            switch (action)
            {
                case KeyingAction.SendDatagram datagram:
                    Datagrams++;
                    _wire.Enqueue((1 - node, datagram));
                    break;
                case KeyingAction.RunStep run:
                    _steps.Enqueue((node, run.Step));
                    break;
                case KeyingAction.InstallPair install:
                    Pairs[node].Add(install.Pair);
                    break;
                case KeyingAction.RemovePair remove:
                    Pairs[node].RemoveAll(pair => pair.Inbound == remove.Inbound);
                    break;
                case KeyingAction.Notify notify:
                    Events[node].Add(notify.Event);
                    break;
            }
        }
    }
}
