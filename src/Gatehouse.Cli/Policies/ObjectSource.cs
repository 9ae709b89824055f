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
    public static ObjectSource? FromPolicy(string path, TextWriter error) =>
        PolicyFile.Load(path, error) is { } document
            ? new ObjectSource(path, ScenarioCompiler.Compile(document), document.OnNoSa == NoSaAction.Drop ? NoSaBehavior.Drop : NoSaBehavior.Hold)
            : null;
}
