using Gatehouse.Analysis.Import;
using Gatehouse.Dataplane;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
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
        var onNoSa = document.OnNoSa == NoSaAction.Drop ? NoSaBehavior.Drop : NoSaBehavior.Hold;
        return new ObjectSource(InputFile.NameOf(path), ScenarioCompiler.Compile(document), onNoSa);
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
}
