using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Explaining;
using Gatehouse.Cli.Rendering;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Host.Control;
using Gatehouse.Tests.Engine;
using Gatehouse.Tests.Host;
using Shouldly;

namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>Bytes on a control socket: every client gets one line of JSON, a result or a refusal that says why, and the server lives.</summary>
internal sealed class ControlTarget : FuzzTarget
{
    private static readonly string[] Requests =
    [
        "{\"command\":\"status\"}\n",
        "{\"command\":\"filters\"}\n",
        "{\"command\":\"explain\",\"arguments\":{\"direction\":\"in\",\"protocol\":6,\"local\":\"10.0.0.1:80\",\"remote\":\"10.0.0.2:40000\","
            + "\"sa\":\"none\",\"arrives\":\"clear\",\"flow\":\"New\",\"begunByPeer\":true}}\n",
        "{\"command\":\"explain\",\"arguments\":{\"direction\":\"out\",\"protocol\":58,\"local\":\"[fd00::1]:128\",\"remote\":\"[fd00::2]:0\","
            + "\"sa\":\"established\",\"arrives\":\"esp\",\"flow\":\"Secured\",\"begunByPeer\":false}}\n",
    ];

    private readonly TemporaryDirectory _directory = new();
    private readonly FilterSnapshot _filters = FilterSnapshot.Compile(TestNode.Compile("negotiation-discovery"));
    private readonly ControlSocket _socket;
    private readonly ControlServer _server;

    public ControlTarget()
    {
        _socket = ControlSocket.Open(Path.Combine(_directory.Path, "control")).Socket.ShouldNotBeNull();
        _server = ControlServer.Start(_socket, request => Task.FromResult(Answer(request)));
    }

    public override string Name => "control";

    protected override IReadOnlyList<byte[]> Seeds { get; } = [.. Requests.Select(Encoding.UTF8.GetBytes)];

    protected override IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "\n", "null", "true", "\"command\"", "\"arguments\"", "explain", "status", "apply",
        "down", "\"local\"", "\"remote\"", "10.0.0.1:80", "[::1]:2", "224.0.0.1", "ff02::1", "255.255.255.255", "0.0.0.0", "127.0.0.1:1", "Clear", "esp", "out",
    ];

    public override void Check(byte[] input)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.ReceiveTimeout = client.SendTimeout = 10_000;
        client.Connect(new UnixDomainSocketEndPoint(_socket.Path));
        try
        {
            client.Send(input);
            client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It answered before it was told everything; what it says is read all the same.
        }

        var line = ReadLine(client);
        using var json = JsonDocument.Parse(line);
        var isDone = json.RootElement.GetProperty("ok").GetBoolean();
        if (!isDone)
            json.RootElement.GetProperty("error").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    public override void Dispose()
    {
        _server.DisposeAsync().AsTask().Wait();
        _socket.Dispose();
        _directory.Dispose();
        base.Dispose();
    }

    private static string ReadLine(Socket client)
    {
        var answer = new List<byte>();
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = client.Receive(buffer)) > 0;)
                answer.AddRange(buffer.AsSpan(0, read));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset && answer.Count > 0)
        {
            // The kernel resets a connection that is closed with bytes unread; the answer was there before.
        }

        answer.Count(one => one == (byte)'\n').ShouldBe(1);
        return Encoding.UTF8.GetString([.. answer]);
    }

    // As the node does it, without a node.
    private ControlResponse Answer(ControlRequest request)
    {
        if (request.Command != ControlCommands.Explain)
            return ControlResponse.Failed("this node does not know that command");
        return QuestionJson.Read(request.Arguments) is { } question
            ? new ControlResponse(true, null, JsonSerializer.SerializeToElement(ExplanationJson.Of(Explainer.Explain(_filters, question, NoSaBehavior.Hold))))
            : ControlResponse.Failed("the question about a packet is malformed");
    }
}
