using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host.Control;
using Gatehouse.Host.State;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Running;

/// <summary>Applies and confirms policies on behalf of clients: one at a time, on trial with a clock that takes back what nobody confirms.</summary>
internal sealed class PolicyExchange(NodePolicy policy, Action<string> note) : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private Timer? _trial;
    private DateTimeOffset _ends;
    private int _trials;

    public async Task<ControlResponse> ApplyAsync(ApplyRequest? request)
    {
        if (request is null || request.ConfirmWithinSeconds is <= 0 or > 86400 * 366)
            return ControlResponse.Failed("the request to apply is malformed");
        await _one.WaitAsync();
        try
        {
            var notices = new List<string>();
            var loaded = LoadedPolicy.Load(new StoredPolicy(request.Text, request.Path), notices.Add);
            if (request.DryRun)
            {
                using (loaded)
                {
                    var tried = policy.Try(loaded);
                    return tried.Ok ? Answer(tried.Value, notices, request) : throw Refused(tried.ToString());
                }
            }

            if (policy.IsOnTrial)
            {
                loaded.Dispose();
                throw Refused($"a policy is on trial until {_ends:HH:mm:ss}; gatehouse confirm keeps it, waiting takes it back");
            }

            var result = policy.Apply(loaded, request.ConfirmWithinSeconds is not null);
            if (!result.Ok)
                throw Refused(result.ToString());
            // A policy that is in force already has nothing to try.
            if (policy.IsOnTrial && request.ConfirmWithinSeconds is { } seconds)
                BeginTrial(TimeSpan.FromSeconds(seconds));
            note($"policy {loaded.Document.Name} applied{(policy.IsOnTrial ? $", on trial until {_ends:HH:mm:ss}" : "")}");
            return Answer(result.Value, notices, policy.IsOnTrial ? request : request with { ConfirmWithinSeconds = null });
        }
        catch (RefusalException refusal)
        {
            return ControlResponse.Failed(refusal.Message);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<ControlResponse> ConfirmAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (!policy.IsOnTrial)
                return ControlResponse.Failed("no policy is on trial");
            if (policy.Confirm() is { Ok: false } broken)
                return ControlResponse.Failed($"{broken}; the trial goes on");
            _trial?.Dispose();
            note($"policy {policy.Current.Document.Name} confirmed");
            return new ControlResponse(true, null, JsonSerializer.SerializeToElement(new JsonObject { ["policy"] = policy.Current.Document.Name }));
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_trial is not null)
            await _trial.DisposeAsync();
        _one.Dispose();
    }

    private static RefusalException Refused(string why) => new(ExitCode.Failed, why);

    private static ControlResponse Answer(PolicyChanges changes, List<string> notices, ApplyRequest request) =>
        new(true, null, JsonSerializer.SerializeToElement(ApplyOutput.Json(changes, request.DryRun, request.ConfirmWithinSeconds, notices)));

    private void BeginTrial(TimeSpan within)
    {
        _ends = DateTimeOffset.Now + within;
        _trial?.Dispose();
        var number = ++_trials;
        _trial = new Timer(_ => _ = EndTrialAsync(number), null, within, Timeout.InfiniteTimeSpan);
    }

    private async Task EndTrialAsync(int number)
    {
        await _one.WaitAsync();
        try
        {
            // The confirmation may have come while the clock rang.
            if (!policy.IsOnTrial || number != _trials)
                return;
            var tried = policy.Current.Document.Name;
            var result = policy.RollBack();
            note(result.Ok
                ? $"policy {tried} was not confirmed in time; back to policy {policy.Current.Document.Name}"
                : $"policy {tried} was not confirmed in time, and going back failed: {result}");
        }
        finally
        {
            _one.Release();
        }
    }
}
