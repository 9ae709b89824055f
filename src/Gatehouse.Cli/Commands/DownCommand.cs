using System.CommandLine;
using Gatehouse.Host.Control;
using Gatehouse.Linux;
using Gatehouse.Linux.Diagnosis;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse down: ends a running node, or clears what a killed one left, and returns when nothing is left behind.</summary>
internal static class DownCommand
{
    /// <summary>A node tells its peers and waits at most ten seconds for another program's lock of the rules.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var command = new Command("down", "End a node and remove its rules, routes and marks; also those of a node that was killed.");
        var options = new NodeAddressOptions(command);
        command.SetAction((parsed, _) =>
            RunAsync(options.Read(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(NodeAddress address, TextWriter output, TextWriter error)
    {
        var answer = await ControlClient.AskAsync(address.ControlSocket, new ControlRequest(ControlCommands.Down), Patience);
        if (answer.Outcome == ControlOutcome.NotRunning)
            return ClearUp(address, output, error);
        if (answer.Response?.Ok != true)
        {
            await error.WriteLineAsync(NodeClient.Why(answer, address));
            return answer.Outcome == ControlOutcome.NotAllowed ? ExitCode.Cannot : ExitCode.Failed;
        }

        // The node has withdrawn; wait until it has also left its name to the next one.
        await ControlSocket.WaitUntilGoneAsync(address.ControlSocket, EndPatience);
        await output.WriteLineAsync($"{address.Name}: withdrawn");
        return ExitCode.Done;
    }

    private static int ClearUp(NodeAddress address, TextWriter output, TextWriter error)
    {
        if (Capabilities.Check().FirstMissing(FindingTopic.Privilege) is { } missing)
        {
            error.WriteLine($"no node {address.Name} is running, and what a killed one may have left cannot be removed: {missing.Sentence}");
            return ExitCode.Cannot;
        }

        if (LinuxEnforcement.WithdrawByName(address.Name) is { } failure)
        {
            error.WriteLine($"what the node {address.Name} left could not be removed: {failure}");
            return ExitCode.Failed;
        }

        ControlSocket.RemoveStale(address.ControlSocket);
        output.WriteLine($"{address.Name}: was not running; nothing of it is left");
        return ExitCode.Done;
    }
}
