using System.CommandLine;
using Gatehouse.Cli.Demo;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse demo: a mixed fleet in five hosts, and the wire capture that proves what became of their traffic.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var format = FormatOption.Create();
        var capture = new Option<string?>("--capture")
        {
            Description = "Directory for the wire capture, the keys and the logs. Default: a fresh one under the temporary directory.",
            HelpName = "DIR",
        };
        var simulate = new Option<bool>("--simulate") { Description = "Play in memory, without real packets; needs no privilege." };
        var command = new Command("demo", "Show a mixed fleet: what becomes of the traffic between five hosts, and why.") { format, capture, simulate };
        command.SetAction((parsed, cancellation) => new DemoRunner(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)
            .RunAsync(new DemoSettings(parsed.GetValue(format), parsed.GetValue(capture), parsed.GetValue(simulate)), cancellation));
        return command;
    }
}
