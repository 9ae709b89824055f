using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Packets;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Invariants;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>One flow between two stacks: its applications, and what was seen of it in each direction.</summary>
internal sealed class FlowUnderTest
{
    private const int BytesPerWrite = 700;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Flow _kind;
    private readonly Endpoint _client;
    private readonly Endpoint _server;
    private TcpConnection? _connection;
    private Requester? _requester;
    private bool _silent;

    public FlowUnderTest(VirtualNetwork network, Flow kind, IpAddr client, IpAddr server, ushort clientPort)
    {
        _kind = kind;
        _client = new Endpoint(client, clientPort);
        _server = new Endpoint(server, IsEcho ? clientPort : kind.ToRulePort ? MatrixPolicies.RulePort : MatrixPolicies.OtherPort);
        var flow = FlowId.Between(Protocol, _client, _server);
        Requests = new FlowLedger(flow, client);
        Answers = new FlowLedger(flow, server);
        network.Observe(Requests);
        network.Observe(Answers);
    }

    public FlowLedger Requests { get; }

    public FlowLedger Answers { get; }

    /// <summary>How far a TCP flow is, else null.</summary>
    public TcpState? Connection => _connection?.State;

    public bool IsCorrupt => _connection?.IsCorrupt == true;

    /// <summary>Bytes or questions sent so far.</summary>
    public long Asked => _connection?.Written ?? _requester?.Asked ?? 0;

    /// <summary>Bytes or questions that were answered.</summary>
    public long Answered => _connection?.Received ?? _requester?.Answered ?? 0;

    private bool IsEcho => _kind.Traffic is Traffic.Icmp or Traffic.ExemptIcmp;

    private byte Protocol => _kind.Traffic switch
    {
        Traffic.Tcp => IpProtocol.Tcp,
        Traffic.Udp => IpProtocol.Udp,
        _ => _client.Address.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6,
    };

    /// <summary>The initiator's application begins, and asks at a steady pace.</summary>
    public void Begin(VirtualNetwork network, HostStack initiator)
    {
        _silent = false;
        if (_kind.Traffic == Traffic.Udp)
            _requester = initiator.AskByUdp(_client, _server, Period);
        else if (IsEcho)
            _requester = initiator.AskByEcho(_client.Address, _server.Address, _client.Port, Period);
        else
            BeginTcp(network, initiator);
    }

    /// <summary>The application asks no more, and may end its connection.</summary>
    public void FallSilent(bool close)
    {
        _silent = true;
        _requester?.Stop();
        if (close)
            _connection?.Close();
    }

    /// <summary>A TCP application that fell silent goes on.</summary>
    public void GoOn(VirtualNetwork network)
    {
        _silent = false;
        Write(network);
    }

    /// <summary>One more question, on its own.</summary>
    public void AskOnce(HostStack initiator)
    {
        if (_connection is not null)
            _connection.Write(BytesPerWrite);
        else
            initiator.Send(Forge(fromInitiator: true));
    }

    /// <summary>A packet of this flow that nobody sent, in clear; of TCP one with these flags.</summary>
    public byte[] Forge(bool fromInitiator, TcpFlags flags = TcpFlags.Ack)
    {
        var (from, to) = fromInitiator ? (_client, _server) : (_server, _client);
        return _kind.Traffic switch
        {
            Traffic.Tcp => PacketBuilder.BuildTcp(from, to, 1, 1, flags, 1000, []),
            Traffic.Udp => PacketBuilder.BuildUdp(from, to, new byte[4]),
            _ => PacketBuilder.BuildEcho(from.Address, to.Address, reply: !fromInitiator, _client.Port, 0, new byte[4]),
        };
    }

    private void BeginTcp(VirtualNetwork network, HostStack initiator)
    {
        _connection = initiator.Connect(_client, _server);
        Write(network);
    }

    private void Write(VirtualNetwork network)
    {
        if (_silent)
            return;
        _connection!.Write(BytesPerWrite);
        network.At(network.Now + Period, () => Write(network));
    }
}
