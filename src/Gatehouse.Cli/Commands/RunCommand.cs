using System.CommandLine;
using Gatehouse.Cli.Running;
using Gatehouse.Host.Events;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse run POLICY: enforces a policy on this host, in the foreground, until it is told to end.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var policy = new Argument<string?>("POLICY")
        {
            Description = "Policy file, YAML or JSON; - reads standard input. Left out to start from what --state has.", Arity = ArgumentArity.ZeroOrOne,
        };
        var state = new Option<string?>("--state")
        {
            Description = "Keep the committed objects in a directory, and start from them when no POLICY is given. Keys are never in it.", HelpName = "DIR",
        };
        var readGroup = new Option<string?>("--read-group") { Description = "Members of this group may look at the node.", HelpName = "GROUP" };
        var writeGroup = new Option<string?>("--write-group") { Description = "Members of this group may change its policy and end it.", HelpName = "GROUP" };
        var capture = new Option<string?>("--capture") { Description = "Write what is on the wire to a pcapng file.", HelpName = "FILE.pcapng" };
        var keys = new Option<string?>("--export-keys")
        {
            Description = "Write the session keys for Wireshark into a directory. Whoever can read it can read the traffic.",
            HelpName = "DIR",
        };
        var duration = DurationOption.Create("--for", "Withdraw and end after this time, such as 30s or 5m.");
        var onExit = WordOption.Create(
            "--on-exit", "On a signal: withdraw, or leave the traffic blocked.", ("withdraw", OnExit.Withdraw), ("block", OnExit.Block));
        var log = WordOption.Create("--log", "How events are written on standard error.", ("text", EventFormat.Text), ("json", EventFormat.Json));
        var force = new Option<bool>("--force") { Description = "Start even if this blocks the SSH connection it is started from." };
        var command = new Command("run", "Enforce a policy on this host until it is ended (Linux, as root).")
        {
            policy, state, capture, keys, duration, onExit, log, force, readGroup, writeGroup,
        };
        var address = new NodeAddressOptions(command);
        command.SetAction((parsed, cancellation) => new NodeRunner(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(
            new RunSettings
            {
                Policy = parsed.GetValue(policy),
                State = parsed.GetValue(state),
                ReadGroup = parsed.GetValue(readGroup),
                WriteGroup = parsed.GetValue(writeGroup),
                Address = address.Read(parsed),
                Capture = parsed.GetValue(capture),
                ExportKeys = parsed.GetValue(keys),
                Duration = parsed.GetValue(duration),
                OnExit = parsed.GetValue(onExit),
                Log = parsed.GetValue(log),
                Force = parsed.GetValue(force),
            },
            cancellation));
        return command;
    }
}
