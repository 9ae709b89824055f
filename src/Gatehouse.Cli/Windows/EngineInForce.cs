using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>
/// What of Gatehouse is in force in a filter engine, for show: our filters and contexts, beside all callouts, sublayers and layers of the engine. Filters are
/// counted where they are ours.
/// </summary>
internal sealed class EngineInForce : IInForce
{
    public Task<(JsonElement? Result, int ExitCode)> FiltersAsync(ParseResult parsed) => Task.FromResult(Take(parsed, Filters));

    public Task<(JsonElement? Result, int ExitCode)> SessionsAsync(ParseResult parsed) => Task.FromResult(Take(parsed, Sessions));

    public Task<(ShownObjects? Objects, int ExitCode)> ObjectsAsync(ParseResult parsed) =>
        Task.FromResult(Take(parsed, engine => Objects(engine, parsed.InvocationConfiguration.Error)));

    public Task<int> WriteEventsAsync(ParseResult parsed, OutputFormat format)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        return Task.FromResult(WindowsMachine.Run(output, error, (engine, verbs) =>
            EngineMonitor.WriteOnce(engine, output, format == OutputFormat.Json) is { Ok: false } failure ? verbs.Explain(failure) : ExitCode.Done));
    }

    /// <summary>Our filters by layer, sublayer and descending weight.</summary>
    public static FwpResult<JsonElement?> Filters(IFilterEngine engine)
    {
        var installed = new PolicyInstaller(engine).Read();
        if (!installed.Ok)
            return installed.Outcome;
        var ordered = installed.Value.Filters.OrderBy(entry => entry.Object.Layer).ThenByDescending(entry => entry.Object.SubLayer.Weight)
            .ThenByDescending(entry => entry.EffectiveWeight);
        return JsonSerializer.SerializeToElement(new JsonObject { ["filters"] = new JsonArray([.. ordered.Select(ActiveFilter.Json)]) });
    }

    /// <summary>Every open session of the engine, whoever opened it.</summary>
    public static FwpResult<JsonElement?> Sessions(IFilterEngine engine)
    {
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        var sessions = session.Sessions();
        return sessions.Ok ? JsonSerializer.SerializeToElement(SessionTable.Json(sessions.Value)) : sessions.Outcome;
    }

    /// <summary>Our contexts and filters; the engine's callouts and sublayers, with a word about those that cannot be named.</summary>
    public static FwpResult<ShownObjects> Objects(IFilterEngine engine, TextWriter error)
    {
        var installed = new PolicyInstaller(engine).Read();
        if (!installed.Ok)
            return installed.Outcome;
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        var callouts = session.Callouts.Enum(FwpmEnumTemplate.All);
        if (!callouts.Ok)
            return callouts.Outcome;
        var subLayers = session.SubLayers.Enum(FwpmEnumTemplate.All);
        if (!subLayers.Ok)
            return subLayers.Outcome;
        var layers = session.Layers();
        if (!layers.Ok)
            return layers.Outcome;
        if (session is ILeavesOut { LeftOut: { Count: > 0 and var leftOut } })
            error.WriteLine($"{leftOut} callouts are left out: they are for layers that no IPsec policy uses");
        var policy = installed.Value;
        return new ShownObjects(new WfpObjectSet([.. policy.Contexts.Select(entry => entry.Object)], [.. policy.Filters.Select(entry => entry.Object)]))
        {
            Callouts = [.. callouts.Value.Select(entry => entry.Object)],
            SubLayers = [.. subLayers.Value.Select(entry => entry.Object)],
            Layers = layers.Value,
        };
    }

    private static (T? Found, int ExitCode) Take<T>(ParseResult parsed, Func<IFilterEngine, FwpResult<T>> look)
    {
        var found = default(T);
        var exitCode = WindowsMachine.Run(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, (engine, verbs) =>
        {
            var looked = look(engine);
            found = looked.Value;
            return looked.Ok ? ExitCode.Done : verbs.Explain(looked.Outcome);
        });
        return (exitCode == ExitCode.Done ? found : default, exitCode);
    }
}
