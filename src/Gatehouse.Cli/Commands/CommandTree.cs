using System.CommandLine;
using Gatehouse.Cli.Windows;

namespace Gatehouse.Cli.Commands;

/// <summary>
/// Every command there is. A new one is a file of its own in this folder and a line here. The verbs that act on a running system are Windows' own there.
/// </summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Windows' IPsec transport mode scenarios (WFP, IKE, ESP), on Linux and in simulation.")
        {
            CompileCommand.Create(),
            CheckCommand.Create(),
            ExplainCommand.Create(),
            SchemaCommand.Create(),
            ConformanceCommand.Create(),
            DecodeCommand.Create(),
            DemoCommand.Create(),
        };
        foreach (var command in OperatingSystem.IsWindows() ? WindowsCommands.Create() : OfANode())
            root.Subcommands.Add(command);
        return root;
    }

    private static IEnumerable<Command> OfANode() =>
    [
        DiffCommand.Create(DiffCommand.WithNode),
        RunCommand.Create(),
        ApplyCommand.Create(),
        ConfirmCommand.Create(),
        StatusCommand.Create(),
        ShowCommand.Create(command => new NodeInForce(command)),
        MonitorCommand.Create(),
        DownCommand.Create(),
    ];
}
