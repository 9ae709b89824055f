using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Benchmarks.Keying;

/// <summary>What a negotiation authenticates by.</summary>
internal enum NegotiationKind
{
    /// <summary>IKEv1 with a pre-shared key.</summary>
    IkePresharedKey,

    /// <summary>AuthIP, anonymous.</summary>
    AuthIpAnonymous,

    /// <summary>AuthIP with a mechanism in memory in the place of Kerberos, and the same Diffie-Hellman as the others.</summary>
    AuthIpKerberos,
}

/// <summary>
/// Two modules of one kind, whose datagrams arrive at once. Every negotiation has another peer address, so each is a whole main mode with its first
/// quick mode; both ends' work is counted. Suites are equal: AES-CBC-128, SHA-256, group 19; AES-GCM-128 without perfect forward secrecy.
/// </summary>
internal sealed class NegotiatingPair : IKeyingPolicy, ICredentialSource
{
    private static readonly SecretBytes Key = new("correct horse battery staple"u8);

    private readonly IKeyingModule[] _modules;
    private readonly NegotiationKind _kind;
    private readonly List<KeyingAction> _actions = [];
    private readonly Queue<(int To, KeyingAction.SendDatagram Datagram)> _wire = new();
    private uint _peer = 0x0A000000;
    private int _installed;

    public NegotiatingPair(NegotiationKind kind)
    {
        _kind = kind;
        _modules = [Module(1), Module(2)];
    }

    /// <summary>One negotiation, from the acquire to a pair at both ends.</summary>
    public void Negotiate()
    {
        var now = Instant.FromSeconds(1000);
        var addresses = new AddressPair(new IpAddr(IpFamily.V4, ++_peer), new IpAddr(IpFamily.V4, _peer | 0x01000000));
        _installed = 0;
        Call(0, (module, actions) => module.Acquire(now, addresses, TrafficSelector.Any, guaranteeEncryption: false, actions));
        while (_wire.TryDequeue(out var arrival))
            Call(arrival.To, (module, actions) => module.OnDatagram(now, arrival.Datagram.Remote, arrival.Datagram.Local, arrival.Datagram.Data, actions));
        if (_installed != 2)
            throw new InvalidOperationException($"{_kind} installed {_installed} pairs");
    }

    public MainModePolicy? MainMode(KeyingModule module, AddressPair addresses) => new(
        [new AuthenticationMethod(Method)], [new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800)]);

    public QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector) => new(
        [
            new QuickModeProposal(
                new SaLifetime(3600, 100_000, 0x7FFFFFFF),
                [new SaTransform(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes128, IpsecCipherConfig.GcmAes128)], PfsGroup.None),
        ],
        IpsecPolicyFlags.None, 0, new SaIdleTimeout(300, 60));

    public SecretBytes? PresharedKey(AddressPair addresses) => Key;

    private AuthenticationMethodType Method => _kind switch
    {
        NegotiationKind.IkePresharedKey => AuthenticationMethodType.PresharedKey,
        NegotiationKind.AuthIpAnonymous => AuthenticationMethodType.Anonymous,
        _ => AuthenticationMethodType.Kerberos,
    };

    private IKeyingModule Module(ulong seed) => _kind switch
    {
        NegotiationKind.IkePresharedKey => new Ikev1Module(this, this, new SeededEntropy(seed), new Ikev1Options()),
        NegotiationKind.AuthIpAnonymous => new AuthIpModule(this, new AnonymousMechanism(), new SeededEntropy(seed), new AuthIpOptions()),
        _ => new AuthIpModule(this, new MemoryMechanism(), new SeededEntropy(seed), new AuthIpOptions()),
    };

    private void Call(int node, Action<IKeyingModule, List<KeyingAction>> call)
    {
        _actions.Clear();
        call(_modules[node], _actions);
        foreach (var action in _actions)
        {
            if (action is KeyingAction.SendDatagram datagram)
                _wire.Enqueue((1 - node, datagram));
            else if (action is KeyingAction.InstallPair install)
                Install(install.Pair);
        }
    }

    private void Install(SaPair pair)
    {
        _installed++;
        pair.Dispose();
    }
}
