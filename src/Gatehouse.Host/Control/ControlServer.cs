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
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(MaxClients);
    private readonly Task _accepting;

    private ControlServer(ControlSocket socket, Func<ControlRequest, Task<ControlResponse>> handle)
    {
        _socket = socket;
        _handle = handle;
        socket.Listen();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Begins to answer. The socket stays the caller's and is to be disposed after the server.</summary>
    public static ControlServer Start(ControlSocket socket, Func<ControlRequest, Task<ControlResponse>> handle) => new(socket, handle);

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
            using var reading = new CancellationTokenSource(RequestTimeout);
            var line = await ControlLine.ReadAsync(stream, ControlLine.MaxRequest, reading.Token);
            var response = line is null ? ControlResponse.Failed("the request is no line of JSON") : await AnswerAsync(line);
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

    private async Task<ControlResponse> AnswerAsync(byte[] line)
    {
        ControlRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest);
        }
        catch (JsonException)
        {
            return ControlResponse.Failed("the request is no JSON");
        }

        return request?.Command is { Length: > 0 } ? await _handle(request) : ControlResponse.Failed("the request has no command");
    }
}
