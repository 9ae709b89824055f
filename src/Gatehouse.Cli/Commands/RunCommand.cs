using System.CommandLine;
using Gatehouse.Cli.Running;
using Gatehouse.Host.Events;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse run POLICY: enforces a policy on this host, in the foreground, until it is told to end.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var policy = PolicyArgument.Create();
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
            policy, capture, keys, duration, onExit, log, force,
        };
        var address = new NodeAddressOptions(command);
        command.SetAction((parsed, cancellation) => new NodeRunner(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(
            new RunSettings
            {
                Policy = parsed.GetRequiredValue(policy),
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
