using System.Text.Json;
using Gatehouse.Host.Control;

namespace Gatehouse.Cli.Commands;

/// <summary>Asks a node on behalf of a command, and says on the error stream what went wrong.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The result, or null and an exit code after saying why.</summary>
    public static async Task<(JsonElement? Result, int ExitCode)> QueryAsync(
        NodeAddress address, string command, TextWriter error, JsonElement? arguments = null, TimeSpan? patience = null)
    {
        var answer = await ControlClient.AskAsync(address.ControlSocket, new ControlRequest(command, arguments), patience ?? Patience);
        if (answer is { Response: { Ok: true, Result: { } result } })
            return (result, ExitCode.Done);
        await error.WriteLineAsync(Why(answer, address));
        return (null, answer.Outcome is ControlOutcome.NotRunning or ControlOutcome.NotAllowed ? ExitCode.Cannot : ExitCode.Failed);
    }

    /// <summary>One sentence for an answer that is none.</summary>
    public static string Why(ControlAnswer answer, NodeAddress address) => answer.Outcome switch
    {
        ControlOutcome.NotRunning => $"no node {address.Name} is running (nobody answers at {address.ControlSocket}). If it was killed, its traffic stays "
            + $"blocked until it is started again or withdrawn: gatehouse down --name {address.Name}",
        ControlOutcome.NotAllowed => $"the control socket {address.ControlSocket} is not for this user: run as root",
        ControlOutcome.NoAnswer => $"the node {address.Name} does not answer at {address.ControlSocket}",
        _ => $"the node {address.Name} refused: {answer.Response?.Error ?? "it gave no result"}",
    };
}
