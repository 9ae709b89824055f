using System.Net.Sockets;
using System.Text.Json;

namespace Gatehouse.Host.Control;

/// <summary>How asking a node ended.</summary>
public enum ControlOutcome
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>Nobody listens: the node never ran, or died.</summary>
    NotRunning,

    /// <summary>The socket is there, but this user may not use it.</summary>
    NotAllowed,

    /// <summary>The node took the request and gave no usable answer in time.</summary>
    NoAnswer,
}

/// <summary>An answer or why there is none.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Response">The answer; null unless answered.</param>
public sealed record ControlAnswer(ControlOutcome Outcome, ControlResponse? Response);

/// <summary>Asks a running node.</summary>
public static class ControlClient
{
    /// <summary>Sends one request and waits for its answer.</summary>
    public static async Task<ControlAnswer> AskAsync(string path, ControlRequest request, TimeSpan timeout, CancellationToken cancellation = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.GetFullPath(path)), deadline.Token);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return new ControlAnswer(WhyNot(e as SocketException), null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ControlAnswer(ControlOutcome.NoAnswer, null);
        }

        try
        {
            await using var stream = new NetworkStream(socket);
            await ControlLine.WriteAsync(stream, JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest), deadline.Token);
            var line = await ControlLine.ReadAsync(stream, ControlLine.MaxResponse, deadline.Token);
            var response = line is null ? null : JsonSerializer.Deserialize(line, ControlJson.Default.ControlResponse);
            return response is null ? new ControlAnswer(ControlOutcome.NoAnswer, null) : new ControlAnswer(ControlOutcome.Answered, response);
        }
        catch (Exception e) when (e is IOException or SocketException or JsonException)
        {
            return new ControlAnswer(ControlOutcome.NoAnswer, null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ControlAnswer(ControlOutcome.NoAnswer, null);
        }
    }

    private static ControlOutcome WhyNot(SocketException? e) => e?.SocketErrorCode switch
    {
        SocketError.AccessDenied => ControlOutcome.NotAllowed,
        // The backlog is full: it lives.
        SocketError.WouldBlock or SocketError.TryAgain => ControlOutcome.NoAnswer,
        _ => ControlOutcome.NotRunning,
    };
}
