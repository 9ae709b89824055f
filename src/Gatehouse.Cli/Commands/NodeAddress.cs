using System.CommandLine;
using Gatehouse.Host;
using Gatehouse.Linux;
using Gatehouse.Linux.Namespaces;

namespace Gatehouse.Cli.Commands;

/// <summary>Which node of this machine a command means.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ControlSocket">The path of its control socket.</param>
internal sealed record NodeAddress(string Name, string ControlSocket);

/// <summary>The options --name and --control, the same for run and for its clients.</summary>
internal sealed class NodeAddressOptions
{
    private readonly Option<string?> _name = new("--name")
    {
        Description = "The node's name. Default: the network namespace's name, else host.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _control = new("--control")
    {
        Description = $"The node's control socket. Default: {LinuxNames.RunDirectory}/NAME.sock.",
        HelpName = "SOCKET",
    };

    public NodeAddressOptions(Command command)
    {
        _name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !NodeName.IsValid(name))
                result.AddError($"--name takes {NodeName.Rule}");
        });
        command.Options.Add(_name);
        command.Options.Add(_control);
    }

    public NodeAddress Read(ParseResult parsed)
    {
        var name = parsed.GetValue(_name) ?? NodeName.Default(OperatingSystem.IsLinux() ? Netns.CurrentName() : null);
        return new NodeAddress(name, parsed.GetValue(_control) ?? Path.Combine(LinuxNames.RunDirectory, $"{name}.sock"));
    }
}
