using Gatehouse.Base;
using Gatehouse.Cli.Policies;
using Gatehouse.Host.Secrets;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Windows;

namespace Gatehouse.Cli.Windows;

/// <summary>A command on the filter engine of this Windows: the policy, its secret, the engine, and the check that all native memory came back.</summary>
internal static class WindowsMachine
{
    /// <summary>Runs a command that needs no policy.</summary>
    public static int Run(TextWriter output, TextWriter error, Func<WindowsFilterEngine, EngineVerbs, int> act) => Run(null, output, error, act);

    /// <summary>Reads the policy, finds its secret if it has one, and runs the command. Who only compares can do without the secret, and is told.</summary>
    public static int Run(
        string path, bool needsSecret, TextWriter output, TextWriter error, Func<EngineVerbs, PolicyDocument, WfpObjectSet, int> act)
    {
        if (PolicyFile.Load(path, error) is not { } document)
            return ExitCode.BadInput;
        using var secret = new PolicyCredentials(Secret(document, error, out var missing));
        if (missing && needsSecret)
            return ExitCode.BadInput;
        var key = secret.PresharedKey(default);
        return Run(_ => key, output, error, (_, verbs) => act(verbs, document, ScenarioCompiler.Compile(document)));
    }

    private static int Run(PresharedKeySource? keys, TextWriter output, TextWriter error, Func<WindowsFilterEngine, EngineVerbs, int> act)
    {
        var engine = WindowsFilterEngine.Create(keys);
        if (!engine.Ok)
        {
            error.WriteLine($"{engine.Outcome}");
            return ExitCode.Cannot;
        }

        var exitCode = act(engine.Value, new EngineVerbs(engine.Value, output, error));
        if (WindowsFilterEngine.OutstandingMemory == 0)
            return exitCode;
        error.WriteLine($"{WindowsFilterEngine.OutstandingMemory} blocks of native memory were not returned: a mistake of this program");
        return ExitCode.Failed;
    }

    private static SecretBytes? Secret(PolicyDocument document, TextWriter error, out bool missing)
    {
        missing = false;
        var source = document.Keying
            .Where(module => module.Authentication.Any(method => method.Type == AuthenticationMethodType.PresharedKey))
            .Select(module => module.PresharedKey).FirstOrDefault();
        if (source is null)
            return null;
        var result = PolicySecret.Read(source);
        if (result.Error is not null)
            error.WriteLine(result.Error);
        if (result.Warning is not null)
            error.WriteLine(result.Warning);
        missing = result.Secret is null;
        return result.Secret;
    }
}
