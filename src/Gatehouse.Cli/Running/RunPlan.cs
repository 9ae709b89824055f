using Gatehouse.Cli.Policies;
using Gatehouse.Filtering;
using Gatehouse.Host.Secrets;
using Gatehouse.Linux.Diagnosis;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Scenarios.Running;

namespace Gatehouse.Cli.Running;

/// <summary>
/// Everything run checks before it touches the machine, in the order a reader would: the policy, what this build can do, the secret, what this
/// machine can do, the administrator's own connection. The first obstacle ends it, and nothing has been applied.
/// </summary>
internal sealed class RunPlan : IDisposable
{
    private RunPlan(PolicyDocument document, WfpObjectSet objects, PolicyCredentials credentials)
    {
        Document = document;
        Objects = objects;
        Credentials = credentials;
    }

    public PolicyDocument Document { get; }

    public WfpObjectSet Objects { get; }

    public PolicyCredentials Credentials { get; }

    /// <summary>Makes the plan, or throws <see cref="RefusalException"/>. Notices and warnings go to <paramref name="notice"/>.</summary>
    public static RunPlan Make(RunSettings settings, TextWriter error, Action<string> notice)
    {
        var document = PolicyFile.Load(settings.Policy, error) ?? throw new RefusalException(ExitCode.BadInput, "");
        foreach (var finding in RunSupport.Check(document))
        {
            if (finding.Kind == RunFindingKind.Refusal)
                throw new RefusalException(ExitCode.Cannot, finding.Text);
            notice(finding.Text);
        }

        var objects = ScenarioCompiler.Compile(document);
        var credentials = ReadSecret(document, notice);
        var plan = new RunPlan(document, objects, credentials);
        try
        {
            CheckMachine();
            if (!settings.Force && SshGuard.Check(FilterSnapshot.Compile(objects), SshConnection.Current()) is { } sentence)
                throw new RefusalException(ExitCode.Cannot, sentence);
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    public void Dispose() => Credentials.Dispose();

    private static PolicyCredentials ReadSecret(PolicyDocument document, Action<string> notice)
    {
        if (document.Keying.IsEmpty)
            return new PolicyCredentials(null);
        var source = document.Keying.Select(module => module.PresharedKey).FirstOrDefault(secret => secret is not null);
        var result = source switch
        {
            SecretSource.EnvironmentVariable variable => SecretReader.FromEnvironment(variable.Variable),
            SecretSource.SecretFile file => SecretReader.FromFile(file.Path),
            // RunSupport lets no policy without pre-shared key come here.
            _ => throw new InvalidOperationException("the policy has no pre-shared key"),
        };
        if (result.Secret is null)
            throw new RefusalException(ExitCode.BadInput, result.Error!);
        if (result.Warning is not null)
            notice(result.Warning);
        return new PolicyCredentials(result.Secret);
    }

    private static void CheckMachine()
    {
        var missing = Capabilities.Check().FirstMissing(FindingTopic.Privilege, FindingTopic.NetfilterQueue, FindingTopic.Rules);
        if (missing is not null)
            throw new RefusalException(ExitCode.Cannot, missing.Sentence);
    }
}
