using Gatehouse.Base;
using Gatehouse.Simulation;
using Gatehouse.Simulation.Applications;

namespace Gatehouse.Cli.Demo;

/// <summary>One flow on the virtual network: a TCP connection, datagrams or echo requests at a steady pace, each sent back by the server.</summary>
internal sealed class SimulatedConversation
{
    private const int Rounds = 30;
    private const int MessageLength = 500;
    private const int Pings = 3;
    private const ushort ClientPort = 40000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly VirtualNetwork _network;
    private readonly TcpConnection? _connection;
    private readonly Requester? _requester;
    private int _written;

    /// <summary>Begins it.</summary>
    public SimulatedConversation(VirtualNetwork network, DemoFlow flow, HostStack client, HostStack server, IpAddr from, IpAddr to)
    {
        _network = network;
        server.Serve(flow.Port);
        var local = new Endpoint(from, (ushort)(ClientPort + flow.Port - DemoFlows.FirstPort));
        var remote = new Endpoint(to, flow.Port);
        switch (flow.Protocol)
        {
            case "tcp":
                _connection = client.Connect(local, remote);
                Write();
                break;
            case "udp":
                _requester = client.AskByUdp(local, remote, Pace);
                break;
            default:
                _requester = client.AskByEcho(from, to, ClientPort, Pace);
                break;
        }

        Wanted = flow.Protocol == "icmp" ? Pings : Rounds;
    }

    /// <summary>Whether everything that was asked for came back, whole.</summary>
    public bool Done => _connection is { } connection
        ? connection is { State: TcpState.Closed, Received: Rounds * MessageLength, IsCorrupt: false }
        : _requester!.Answered >= Wanted;

    private int Wanted { get; }

    /// <summary>Asks no more.</summary>
    public void End() => _requester?.Stop();

    private void Write()
    {
        if (_written++ == Rounds)
        {
            _connection!.Close();
            return;
        }

        _connection!.Write(MessageLength);
        _network.At(_network.Now + Pace, Write);
    }
}
