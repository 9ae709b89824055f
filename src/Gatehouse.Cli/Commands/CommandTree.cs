using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>Every command there is. A new one is a file of its own in this folder and a line here.</summary>
internal static class CommandTree
{
    public static RootCommand Create() => new("Windows' IPsec transport mode scenarios (WFP, IKE, ESP), on Linux and in simulation.")
    {
        CompileCommand.Create(),
        CheckCommand.Create(),
        DiffCommand.Create(),
        ExplainCommand.Create(),
        SchemaCommand.Create(),
        RunCommand.Create(),
        StatusCommand.Create(),
        ShowCommand.Create(),
        DownCommand.Create(),
        DecodeCommand.Create(),
        DemoCommand.Create(),
    };
}
