using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Import;
using Gatehouse.Cli.Commands;
using Gatehouse.Dataplane;
using Gatehouse.Host.Control;
using Gatehouse.Host.State;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Cli.Policies;

/// <summary>Objects a command works on off line, and where they came from.</summary>
/// <param name="Name">The file, for reports.</param>
/// <param name="Objects">The objects.</param>
/// <param name="OnNoSa">What an outbound packet without SA meets.</param>
internal sealed record ObjectSource(string Name, WfpObjectSet Objects, NoSaBehavior OnNoSa)
{
    /// <summary>Those of a policy; null after saying what is wrong with it.</summary>
    public static ObjectSource? FromPolicy(string path, TextWriter error)
    {
        if (PolicyFile.Load(path, error) is not { } document)
            return null;
        return new ObjectSource(InputFile.NameOf(path), ScenarioCompiler.Compile(document), document.OnNoSa.ToBehavior());
    }

    /// <summary>
    /// Those of a file that netsh wrote, with what of it is not among them told on <paramref name="error"/>; null after saying what is wrong.
    /// </summary>
    public static ObjectSource? FromImport(string path, TextWriter error)
    {
        if (InputFile.Read(path, NetshImport.MaxBytes, error) is not { } bytes)
            return null;
        var name = InputFile.NameOf(path);
        var result = NetshImport.Read(bytes);
        foreach (var remark in result.Notices)
            error.WriteLine(remark.Format(name, "notice"));
        foreach (var remark in result.Errors)
            error.WriteLine(remark.Format(name, "error"));
        return result.Objects is { } objects ? new ObjectSource(name, objects, NoSaBehavior.Hold) : null;
    }

    /// <summary>Those in force in a running node; null and an exit code after saying why not.</summary>
    public static async Task<(ObjectSource? Source, int ExitCode)> FromNodeAsync(NodeAddress address, TextWriter error)
    {
        var (result, exitCode) = await NodeClient.QueryAsync(address, ControlCommands.Objects, error);
        if (result is not { } answer)
            return (null, exitCode);
        if (!answer.TryGetProperty("objects", out var json) || ObjectSetJson.Read(json) is not { } objects)
        {
            await error.WriteLineAsync($"the node {address.Name} is of another version: its objects cannot be read");
            return (null, Gatehouse.Cli.ExitCode.Failed);
        }

        var onNoSa = answer.GetProperty("onNoSa").GetString() == nameof(NoSaBehavior.Drop) ? NoSaBehavior.Drop : NoSaBehavior.Hold;
        return (new ObjectSource($"node {address.Name}", WithoutOwner(objects), onNoSa), Gatehouse.Cli.ExitCode.Done);
    }

    // A policy file does not say that its objects are ours; in a node all of them are.
    private static WfpObjectSet WithoutOwner(WfpObjectSet objects) => new(
        [.. objects.ProviderContexts.Select(context => context with { Provider = null })],
        [.. objects.Filters.Select(filter => filter with { Provider = null })]);
}
