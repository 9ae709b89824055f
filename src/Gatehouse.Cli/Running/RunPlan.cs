using Gatehouse.Cli.Policies;
using Gatehouse.Host.Control;
using Gatehouse.Host.State;
using Gatehouse.Linux.Diagnosis;

namespace Gatehouse.Cli.Running;

/// <summary>
/// Everything run checks before it touches the machine, in the order a reader would: the store, the policy, what this build can do, the secret, what
/// this machine can do, the administrator's own connection. The first obstacle ends it, and nothing has been applied.
/// </summary>
internal sealed class RunPlan : IDisposable
{
    private RunPlan(NodePolicy policy, ControlAccessRules access)
    {
        Policy = policy;
        Access = access;
    }

    public NodePolicy Policy { get; }

    public ControlAccessRules Access { get; }

    /// <summary>
    /// Makes the plan, or throws <see cref="RefusalException"/>, or <see cref="UnusableStateException"/> when there is a store and it cannot be relied
    /// upon. Notices and warnings go to <paramref name="notice"/>.
    /// </summary>
    public static RunPlan Make(RunSettings settings, TextWriter error, Action<string> notice)
    {
        var access = ControlAccessRules.ForThisUser(Group(settings.ReadGroup), Group(settings.WriteGroup));
        var store = OpenStore(settings);
        LoadedPolicy? policy = null;
        try
        {
            policy = LoadedPolicy.Load(Source(settings, store, error), notice);
            CheckMachine();
            var begun = NodePolicy.Begin(store, policy, isStored: settings.Policy is null);
            if (!settings.Force && SshGuard.Check(begun.Engine.Filters, SshConnection.Current()) is { } sentence)
                throw new RefusalException(ExitCode.Cannot, sentence);
            return new RunPlan(begun, access);
        }
        catch
        {
            policy?.Dispose();
            store?.Dispose();
            throw;
        }
    }

    public void Dispose() => Policy.Dispose();

    private static StateStore? OpenStore(RunSettings settings)
    {
        if (settings.State is null)
            return null;
        return StateStore.Open(settings.State, out var failure) ?? throw new UnusableStateException(failure!);
    }

    private static StoredPolicy Source(RunSettings settings, StateStore? store, TextWriter error)
    {
        if (settings.Policy is { } path)
            return PolicyFile.Source(path, error)?.Text ?? throw new RefusalException(ExitCode.BadInput, "");
        return store?.Policy ?? throw new RefusalException(
            ExitCode.BadInput,
            store is null ? "give a POLICY, or --state with a directory that has one" : $"the state store {store.Path} has no policy yet: give a POLICY");
    }

    private static uint? Group(string? name)
    {
        if (name is null)
            return null;
        return GroupName.Find(name, out var failure) ?? throw new RefusalException(ExitCode.BadInput, failure!);
    }

    private static void CheckMachine()
    {
        var missing = Capabilities.Check().FirstMissing(FindingTopic.Privilege, FindingTopic.NetfilterQueue, FindingTopic.Rules);
        if (missing is not null)
            throw new RefusalException(ExitCode.Cannot, missing.Sentence);
    }
}
