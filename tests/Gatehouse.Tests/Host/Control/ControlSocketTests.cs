using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gatehouse.Host.Control;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Control;

public sealed class ControlSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_request_gets_its_answer()
    {
        using var directory = new TemporaryDirectory();
        using var socket = Open(directory);
        await using var server = ControlServer.Start(socket, Echo);
        var answer = await Ask(socket.Path, new ControlRequest(ControlCommands.Status));
        answer.Outcome.ShouldBe(ControlOutcome.Answered);
        answer.Response!.Ok.ShouldBeTrue();
        answer.Response.Result!.Value.GetProperty("asked").GetString().ShouldBe("status");
    }

    [Fact]
    public async Task Twenty_clients_at_once_are_all_answered()
    {
        using var directory = new TemporaryDirectory();
        using var socket = Open(directory);
        await using var server = ControlServer.Start(socket, Echo);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Ask(socket.Path, new ControlRequest($"number {i}"))));
        answers.Select(answer => answer.Response!.Result!.Value.GetProperty("asked").GetString())
            .ShouldBe(Enumerable.Range(0, 20).Select(i => $"number {i}"));
    }

    [Fact]
    public async Task A_large_answer_arrives_whole()
    {
        using var directory = new TemporaryDirectory();
        using var socket = Open(directory);
        var text = new string('x', 3_000_000);
        await using var server = ControlServer.Start(socket, _ => Task.FromResult(new ControlResponse(true, null, JsonSerializer.SerializeToElement(text))));
        var answer = await Ask(socket.Path, new ControlRequest("anything"));
        answer.Response!.Result!.Value.GetString().ShouldBe(text);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("[1,2\n")]
    [InlineData("{\"command\":\"\"}\n")]
    [InlineData("{\"command\":17}\n")]
    [InlineData("\0\u00ff\n")]
    public async Task Garbage_is_refused_and_the_server_lives(string garbage)
    {
        using var directory = new TemporaryDirectory();
        using var socket = Open(directory);
        await using var server = ControlServer.Start(socket, Echo);
        using var reply = JsonDocument.Parse(await SendRaw(socket.Path, Encoding.Latin1.GetBytes(garbage)));
        reply.RootElement.GetProperty("ok").GetBoolean().ShouldBeFalse();
        reply.RootElement.GetProperty("error").GetString()!.ShouldStartWith("the request");
        (await Ask(socket.Path, new ControlRequest("still there"))).Outcome.ShouldBe(ControlOutcome.Answered);
    }

    [Fact]
    public async Task An_endless_line_is_refused()
    {
        using var directory = new TemporaryDirectory();
        using var socket = Open(directory);
        await using var server = ControlServer.Start(socket, Echo);
        var reply = await SendRaw(socket.Path, [.. Enumerable.Repeat((byte)'a', ControlLine.MaxWriteRequest)]);
        reply.ShouldContain("the request is no line of JSON");
    }

    [Fact]
    public async Task A_client_that_hangs_up_harms_nobody()
    {
        using var directory = new TemporaryDirectory();
        using var socket = Open(directory);
        await using var server = ControlServer.Start(socket, Echo);
        for (var i = 0; i < 40; i++)
        {
            using var client = Connect(socket.Path);
            await client.SendAsync("{\"comm"u8.ToArray());
        }

        (await Ask(socket.Path, new ControlRequest("still there"))).Outcome.ShouldBe(ControlOutcome.Answered);
    }

    [Fact]
    public async Task Nobody_there_is_told()
    {
        using var directory = new TemporaryDirectory();
        (await Ask(directory.File("none.sock"), new ControlRequest("x"))).Outcome.ShouldBe(ControlOutcome.NotRunning);
        (await Ask(directory.File(new string('n', 200)), new ControlRequest("x"))).Outcome.ShouldBe(ControlOutcome.NotRunning);
    }

    [Fact]
    public void A_socket_in_use_is_refused()
    {
        using var directory = new TemporaryDirectory();
        using var first = Open(directory);
        var second = ControlSocket.Open(first.Path);
        second.Socket.ShouldBeNull();
        second.InUse.ShouldBeTrue();
        second.Error!.ShouldContain(first.Path);
    }

    [Fact]
    public async Task What_a_killed_node_left_is_replaced()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("n.sock");
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(path));
            killed.Listen();
        }

        // .NET removes a bound socket's file when it closes it; a killed process does not.
        await File.WriteAllBytesAsync(path, [], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path + ".lock", [], TestContext.Current.CancellationToken);
        var result = ControlSocket.Open(path);
        result.Error.ShouldBeNull();
        using var socket = result.Socket!;
        await using var server = ControlServer.Start(socket, Echo);
        (await Ask(path, new ControlRequest("x"))).Outcome.ShouldBe(ControlOutcome.Answered);
    }

    [Fact]
    public void Only_the_owner_may_use_it_and_nothing_is_left_behind()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "run", "n.sock");
        using (var socket = ControlSocket.Open(path).Socket!)
        {
            File.GetUnixFileMode(socket.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(Path.GetDirectoryName(path)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).ShouldBeEmpty();
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_an_error_and_no_exception()
    {
        using var directory = new TemporaryDirectory();
        var result = ControlSocket.Open(directory.File(new string('n', 120)));
        result.InUse.ShouldBeFalse();
        result.Error!.ShouldContain("longer than 107 bytes");
    }

    private static ControlSocket Open(TemporaryDirectory directory)
    {
        var result = ControlSocket.Open(directory.File("n.sock"));
        result.Error.ShouldBeNull();
        return result.Socket!;
    }

    private static Task<ControlResponse> Echo(ControlRequest request) =>
        Task.FromResult(new ControlResponse(true, null, JsonSerializer.SerializeToElement(new { asked = request.Command })));

    private static Task<ControlAnswer> Ask(string path, ControlRequest request) => ControlClient.AskAsync(path, request, Patience);

    private static Socket Connect(string path)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        return client;
    }

    private static async Task<string> SendRaw(string path, byte[] bytes)
    {
        using var client = Connect(path);
        await client.SendAsync(bytes);
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }
}
