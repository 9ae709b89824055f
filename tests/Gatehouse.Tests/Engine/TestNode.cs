using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Engine;
using Gatehouse.Engine.Ports;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;

namespace Gatehouse.Tests.Engine;

/// <summary>One node with scripted keying, 10.0.0.1 / fd00::1, and the peer 10.0.0.2 / fd00::2 whose keys the test holds.</summary>
internal sealed class TestNode : IDisposable
{
    public static readonly EspAlgorithm Gcm = new(EspCipher.AesGcm16, 128, EspIntegrity.None);

    private readonly PacketBuffer _buffer = new();
    private ulong _token;

    public TestNode(NoSaBehavior onNoSa = NoSaBehavior.Hold, bool exportKeys = false, WfpObjectSet? objects = null, IFlowRecords? records = null)
    {
        var options = new NodeOptions
        {
            Objects = objects ?? TransportMode(),
            Credentials = new NoSecrets(),
            Entropy = new SeededEntropy(1),
            OnNoSa = onNoSa,
            ExportKeys = exportKeys,
            FlowRecords = records,
            Start = Now,
        };
        Node = new Node(options, _ => Keying);
    }

    public Node Node { get; }

    public ScriptedKeying Keying { get; } = new();

    public Instant Now { get; set; } = Instant.FromSeconds(100);

    public static AddressPair Pair(IpFamily family) => family == IpFamily.V4
        ? new(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"))
        : new(IpAddr.Parse("fd00::1"), IpAddr.Parse("fd00::2"));

    private const string KeyingText = "keying:\n  ike:\n    authentication:\n      - psk: { env: GATEHOUSE_PSK }\n";

    public static WfpObjectSet TransportMode() => Compile("transport-mode");

    public static WfpObjectSet Compile(string scenario, string more = "")
    {
        var read = PolicyReader.Read(
            $"gatehouse: 1\nname: test\nscenario: {scenario}\n{(scenario is "clear" or "block" && more.Length == 0 ? "" : KeyingText)}{more}",
            "test.yaml");
        read.Errors.ShouldBeEmpty();
        return ScenarioCompiler.Compile(read.Document!);
    }

    public static byte[] Udp(IpFamily family, ushort sourcePort = 1111, ushort destinationPort = 2222, int length = 20, bool fromPeer = false)
    {
        var pair = fromPeer ? Pair(family).Reverse : Pair(family);
        return PacketBuilder.BuildUdp(new Endpoint(pair.Local, sourcePort), new Endpoint(pair.Remote, destinationPort), new byte[length]);
    }

    /// <summary>This host's half of a pair; the same numbers make the same keys.</summary>
    public static SaPair SaPair(
        IpFamily family,
        uint inbound = 0x1001,
        uint outbound = 0x2001,
        bool initiator = true,
        SaLifetime? lifetime = null,
        bool reverse = false,
        TrafficSelector selector = default,
        bool guaranteedEncryption = false,
        KeyingModule module = KeyingModule.Ike) => new()
        {
            Module = module,
            GuaranteedEncryption = guaranteedEncryption,
            Addresses = reverse ? Pair(family).Reverse : Pair(family),
            Selector = selector,
            Inbound = new Spi(reverse ? outbound : inbound),
            Outbound = new Spi(reverse ? inbound : outbound),
            Algorithm = Gcm,
            InboundKey = Key(reverse ? outbound : inbound),
            OutboundKey = Key(reverse ? inbound : outbound),
            Lifetime = lifetime ?? new SaLifetime(3600, 1_000_000, int.MaxValue),
            IsInitiator = initiator,
        };

    public (PathVerdict Verdict, byte[] Packet) Out(byte[] packet, PacketMeta meta = default)
    {
        _buffer.Load(packet);
        var verdict = Node.Outbound(Now, _buffer, meta, ++_token);
        return (verdict, _buffer.Span.ToArray());
    }

    public (PathVerdict Verdict, byte[] Packet) In(byte[] packet, PacketMeta meta = default)
    {
        _buffer.Load(packet);
        var verdict = Node.Inbound(Now, _buffer, meta);
        return (verdict, _buffer.Span.ToArray());
    }

    /// <summary>Makes keying say something by an event that changes nothing else.</summary>
    public void KeyingSays(params KeyingAction[] actions)
    {
        Keying.Say(actions);
        Node.OnDatagram(Now, new Endpoint(Pair(IpFamily.V4).Local, 500), new Endpoint(Pair(IpFamily.V4).Remote, 500), []);
    }

    /// <summary>Keying installs a pair that may send.</summary>
    public void Install(IpFamily family, uint inbound, bool guaranteedEncryption) => KeyingSays(new KeyingAction.InstallPair(
        SaPair(family, inbound, inbound + 0x1000, guaranteedEncryption: guaranteedEncryption), OutboundReady: true));

    public List<NodeAction> TakeActions()
    {
        var actions = new List<NodeAction>();
        while (Node.TryTakeAction(out var action))
            actions.Add(action);
        return actions;
    }

    public void Dispose() => Node.Dispose();

    private static SecretBytes Key(uint seed) => new(new SeededEntropy(seed).NextBytes(Gcm.KeyMaterialLength));

    private sealed class NoSecrets : ICredentialSource
    {
        public SecretBytes? PresharedKey(AddressPair addresses) => null;
    }
}
