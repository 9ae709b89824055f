using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host.Control;

namespace Gatehouse.Cli.Commands;

/// <summary>
/// What is in force on this machine, for show: in a running node, or in the Base Filtering Engine of Windows. It has said why when it has nothing.
/// </summary>
internal interface IInForce
{
    /// <summary>The filters, in the order they are asked, as <see cref="ActiveFilter"/> renders them.</summary>
    Task<(JsonElement? Result, int ExitCode)> FiltersAsync(ParseResult parsed);

    /// <summary>The open sessions of the engine, as <see cref="SessionTable"/> renders them.</summary>
    Task<(JsonElement? Result, int ExitCode)> SessionsAsync(ParseResult parsed);

    /// <summary>The other objects.</summary>
    Task<(ShownObjects? Objects, int ExitCode)> ObjectsAsync(ParseResult parsed);

    /// <summary>Writes the net events that are still remembered, a line each.</summary>
    Task<int> WriteEventsAsync(ParseResult parsed, OutputFormat format);
}

/// <summary>Those of a running node.</summary>
internal sealed class NodeInForce(Command command) : IInForce
{
    private readonly NodeAddressOptions _address = new(command);

    public Task<(JsonElement? Result, int ExitCode)> FiltersAsync(ParseResult parsed) =>
        NodeClient.QueryAsync(_address.Read(parsed), ControlCommands.Filters, parsed.InvocationConfiguration.Error);

    public Task<(JsonElement? Result, int ExitCode)> SessionsAsync(ParseResult parsed) =>
        NodeClient.QueryAsync(_address.Read(parsed), ControlCommands.Sessions, parsed.InvocationConfiguration.Error);

    public async Task<(ShownObjects? Objects, int ExitCode)> ObjectsAsync(ParseResult parsed)
    {
        var (source, exitCode) = await ObjectSource.FromNodeAsync(_address.Read(parsed), parsed.InvocationConfiguration.Error);
        return (source is null ? null : new ShownObjects(source.Objects), exitCode);
    }

    public Task<int> WriteEventsAsync(ParseResult parsed, OutputFormat format) =>
        MonitorCommand.WriteOnceAsync(_address.Read(parsed), format == OutputFormat.Json, parsed.InvocationConfiguration);
}
