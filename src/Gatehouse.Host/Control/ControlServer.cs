using System.Net.Sockets;
using System.Text.Json;

namespace Gatehouse.Host.Control;

/// <summary>
/// Answers clients of a node: one request and one response per connection, both bounded in size and time. What a request does is the
/// handler's matter; it runs the node's part on the node's own thread.
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Clients at once; a further one waits in the kernel's backlog.</summary>
    private const int MaxClients = 16;

    /// <summary>A client that says nothing gives its place to the next.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A client that does not read its answer is left.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    private readonly ControlSocket _socket;
    private readonly Func<ControlRequest, Task<ControlResponse>> _handle;
    private readonly ControlAccessRules _access;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(MaxClients);
    private readonly Task _accepting;
    private long _refused;
    private long _malformed;

    private ControlServer(ControlSocket socket, Func<ControlRequest, Task<ControlResponse>> handle, ControlAccessRules access)
    {
        _socket = socket;
        _handle = handle;
        _access = access;
        if (access.IsShared)
            socket.Share();
        socket.Listen();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Begins to answer. The socket stays the caller's and is to be disposed after the server.</summary>
    public static ControlServer Start(ControlSocket socket, Func<ControlRequest, Task<ControlResponse>> handle, ControlAccessRules? access = null) =>
        new(socket, handle, access ?? ControlAccessRules.ForThisUser());

    /// <summary>Clients that asked for what they may not.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests that were none.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Takes no more clients and waits until the present ones have their answer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        for (var i = 0; i < MaxClients; i++)
            await _places.WaitAsync();
        _places.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                var client = await _socket.Socket.AcceptAsync(_stop.Token);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                _places.Release();
                if (e is ObjectDisposedException)
                    return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var peer = PeerCredentialsReader.Read(client);
            var access = peer is null ? ControlAccess.None : _access.Of(peer);
            using var reading = new CancellationTokenSource(RequestTimeout);
            var limit = access == ControlAccess.Write ? ControlLine.MaxWriteRequest : ControlLine.MaxReadRequest;
            var line = await ControlLine.ReadAsync(stream, limit, reading.Token);
            var response = line is null ? Mangled("the request is no line of JSON") : await AnswerAsync(line, access, peer);
            using var writing = new CancellationTokenSource(ResponseTimeout);
            await ControlLine.WriteAsync(stream, JsonSerializer.SerializeToUtf8Bytes(response, ControlJson.Default.ControlResponse), writing.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away or fell silent; that is its own affair.
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<ControlResponse> AnswerAsync(byte[] line, ControlAccess access, PeerCredentials? peer)
    {
        ControlRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest);
        }
        catch (JsonException)
        {
            return Mangled("the request is no JSON");
        }

        if (request?.Command is not { Length: > 0 } command)
            return Mangled("the request has no command");
        if (access >= ControlAccessRules.Needed(command))
            return await _handle(request);
        Interlocked.Increment(ref _refused);
        var may = access == ControlAccess.None ? "ask nothing of" : "only look at";
        var who = peer is null ? "the kernel does not say who asks" : $"user {peer.User} may {may}";
        return ControlResponse.Failed($"{who} this node; root and the groups given with --read-group and --write-group may");
    }

    private ControlResponse Mangled(string why)
    {
        Interlocked.Increment(ref _malformed);
        return ControlResponse.Failed(why);
    }
}
