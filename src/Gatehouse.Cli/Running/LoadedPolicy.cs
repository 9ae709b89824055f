using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Policies;
using Gatehouse.Dataplane;
using Gatehouse.Host.Secrets;
using Gatehouse.Host.State;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Scenarios.Running;

namespace Gatehouse.Cli.Running;

/// <summary>A policy ready to be enforced: read, found to be within this build's means, compiled, its secret at hand.</summary>
internal sealed class LoadedPolicy : IDisposable
{
    private LoadedPolicy(PolicyDocument document, StoredPolicy source, WfpObjectSet objects, PolicyCredentials credentials, LoadedKeying keying)
    {
        Keying = keying;
        Document = document;
        Source = source;
        Objects = objects;
        Credentials = credentials;
    }

    public PolicyDocument Document { get; }

    /// <summary>The text it was read from.</summary>
    public StoredPolicy Source { get; }

    public WfpObjectSet Objects { get; }

    public PolicyCredentials Credentials { get; }

    /// <summary>Who negotiates, and by which mechanisms.</summary>
    public LoadedKeying Keying { get; }

    public NoSaBehavior OnNoSa => Document.OnNoSa.ToBehavior();

    /// <summary>
    /// Makes it ready, or throws <see cref="RefusalException"/> with every error of the document. Notices and warnings go to <paramref name="notice"/>.
    /// </summary>
    public static LoadedPolicy Load(StoredPolicy source, Action<string> notice)
    {
        var read = PolicyReader.Read(source.Text, source.Path);
        if (read.Document is not { } document)
            throw new RefusalException(ExitCode.BadInput, string.Join('\n', read.ErrorLines()));
        foreach (var finding in RunSupport.Check(document))
        {
            if (finding.Kind == RunFindingKind.Refusal)
                throw new RefusalException(ExitCode.Cannot, finding.Text);
            notice(finding.Text);
        }

        var keying = LoadedKeying.Load(document, notice);
        return new LoadedPolicy(document, source, ScenarioCompiler.Compile(document), ReadSecret(document, notice), keying);
    }

    /// <summary>The same text and the same secret.</summary>
    public bool IsSameAs(LoadedPolicy other) => Source.Text == other.Source.Text && Credentials.ContentEquals(other.Credentials);

    public void Dispose() => Credentials.Dispose();

    private static PolicyCredentials ReadSecret(PolicyDocument document, Action<string> notice)
    {
        if (!document.Keying.Any(module => module.Module == KeyingModule.Ike))
            return new PolicyCredentials(null);

        // RunSupport lets no policy with IKE and without pre-shared key come here.
        var source = document.Keying.Select(module => module.PresharedKey).FirstOrDefault(secret => secret is not null)
            ?? throw new InvalidOperationException("the policy has no pre-shared key");
        var result = PolicySecret.Read(source);
        if (result.Secret is null)
            throw new RefusalException(ExitCode.BadInput, result.Error!);
        if (result.Warning is not null)
            notice(result.Warning);
        return new PolicyCredentials(result.Secret);
    }
}
