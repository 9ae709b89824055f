using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Gatehouse.Base;
using Gatehouse.Linux.Namespaces;

namespace Gatehouse.Cli.Demo;

/// <summary>
/// Real TCP, UDP and echo requests between two namespaces. A socket belongs to the namespace of the thread that makes it, for good; after that
/// any thread may use it.
/// </summary>
internal static class KernelTraffic
{
    /// <summary>Answers asked for per flow: enough packets each way to count.</summary>
    private const int Rounds = 40;

    private const int MessageLength = 1000;
    private const int Pings = 3;

    /// <summary>The first packet waits for a negotiation.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is blocked gets time for TCP's first two repetitions.</summary>
    private static readonly TimeSpan BlockedPatience = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    /// <summary>Between two questions, so that a connection outlives the negotiation beside it.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>Tries a flow between two hosts; true when its data arrived.</summary>
    public static async Task<bool> TryAsync(DemoFlow flow, LabHost from, LabHost to, IpAddr address, CancellationToken cancellation)
    {
        if (flow.Protocol == "icmp")
            return await Task.Run(() => Ping(from, address), cancellation);
        var target = new IPEndPoint(address.ToIPAddress(), flow.Port);
        var tcp = flow.Protocol == "tcp";
        using var server = Open(to, target.AddressFamily, tcp);
        server.Bind(target);
        using var client = Open(from, target.AddressFamily, tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(flow.Expected == FlowOutcome.Blocked ? BlockedPatience : Patience);
        try
        {
            if (tcp)
                return await TcpAsync(server, client, target, patience.Token);
            var (answered, arrived) = await UdpAsync(server, client, target, patience.Token);
            return flow.Expected == FlowOutcome.Blocked ? arrived > 0 : answered == Rounds;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Socket Open(LabHost host, AddressFamily family, bool tcp) => Netns.RunIn(
        host.Namespace, () => new Socket(family, tcp ? SocketType.Stream : SocketType.Dgram, tcp ? ProtocolType.Tcp : ProtocolType.Udp));

    private static async Task<bool> TcpAsync(Socket server, Socket client, IPEndPoint target, CancellationToken cancellation)
    {
        server.Listen();
        var serving = EchoAsync(server, cancellation);
        await client.ConnectAsync(target, cancellation);
        await using var stream = new NetworkStream(client);
        var answer = new byte[MessageLength];
        for (var round = 0; round < Rounds; round++)
        {
            var message = Message(round);
            await stream.WriteAsync(message, cancellation);
            await stream.ReadExactlyAsync(answer, cancellation);
            if (!answer.AsSpan().SequenceEqual(message))
                return false;
            await Task.Delay(Pace, cancellation);
        }

        client.Shutdown(SocketShutdown.Send);
        await serving;
        return true;
    }

    private static async Task EchoAsync(Socket server, CancellationToken cancellation)
    {
        using var connection = await server.AcceptAsync(cancellation);
        await using var stream = new NetworkStream(connection);
        await stream.CopyToAsync(stream, cancellation);
    }

    /// <summary>How many rounds were answered, and how many datagrams arrived at the server at all.</summary>
    private static async Task<(int Answered, int Arrived)> UdpAsync(Socket server, Socket client, IPEndPoint target, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var serving = AnswerAsync(server, over.Token);
        client.Connect(target);
        var answered = 0;
        while (answered < Rounds && !cancellation.IsCancellationRequested)
        {
            if (await AskAsync(client, Message(answered), cancellation))
                answered++;
        }

        await over.CancelAsync();
        return (answered, await serving);
    }

    private static async Task<bool> AskAsync(Socket client, byte[] message, CancellationToken cancellation)
    {
        using var once = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        once.CancelAfter(AnswerPatience);
        try
        {
            var answer = new byte[MessageLength];
            await client.SendAsync(message, once.Token);
            // A late answer to an earlier question is passed over.
            while (await client.ReceiveAsync(answer, once.Token) != MessageLength || !answer.AsSpan().SequenceEqual(message))
                once.Token.ThrowIfCancellationRequested();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (SocketException)
        {
            // Refused by the kernel at once: a datagram promises nothing, and asking again at once would only burn time.
            await Task.WhenAny(Task.Delay(AnswerPatience / 10, cancellation));
            return false;
        }
    }

    private static async Task<int> AnswerAsync(Socket server, CancellationToken cancellation)
    {
        var arrived = 0;
        var message = new byte[MessageLength];
        var anyone = new IPEndPoint(server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                var received = await server.ReceiveFromAsync(message, anyone, cancellation);
                arrived++;
                await server.SendToAsync(message.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint, cancellation);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return arrived;
        }
    }

    private static bool Ping(LabHost from, IpAddr address) => Netns.RunIn(from.Namespace, () =>
    {
        using var ping = new Ping();
        var answers = 0;
        for (var i = 0; i < Pings; i++)
        {
            if (ping.Send(address.ToIPAddress(), (int)AnswerPatience.TotalMilliseconds).Status == IPStatus.Success)
                answers++;
        }

        return answers == Pings;
    });

    private static byte[] Message(int round)
    {
        var message = new byte[MessageLength];
        Array.Fill(message, (byte)round);
        return message;
    }
}
