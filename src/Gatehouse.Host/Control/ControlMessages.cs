using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Host.Control;

/// <summary>What a client asks of a running node; one line of JSON.</summary>
/// <param name="Command">One of <see cref="ControlCommands"/>.</param>
/// <param name="Arguments">What the command needs besides its name, else null.</param>
public sealed record ControlRequest(string Command, JsonElement? Arguments = null);

/// <summary>The answer; one line of JSON.</summary>
/// <param name="Ok">Whether it was done.</param>
/// <param name="Error">One sentence when it was not, else null.</param>
/// <param name="Result">The result of a query, else null.</param>
public sealed record ControlResponse(bool Ok, string? Error = null, JsonElement? Result = null)
{
    /// <summary>A refusal with its reason.</summary>
    public static ControlResponse Failed(string error) => new(false, error);
}

/// <summary>The commands of the control socket.</summary>
public static class ControlCommands
{
    /// <summary>SAs, failing peers, counters.</summary>
    public const string Status = "status";

    /// <summary>The filters in force.</summary>
    public const string Filters = "filters";

    /// <summary>What would become of a packet.</summary>
    public const string Explain = "explain";

    /// <summary>Put another policy in force; arguments of <see cref="ApplyRequest"/>.</summary>
    public const string Apply = "apply";

    /// <summary>Keep the policy that was applied on trial.</summary>
    public const string Confirm = "confirm";

    /// <summary>The objects in force, to be shown or compared by the client.</summary>
    public const string Objects = "objects";

    /// <summary>The open sessions of the filter engine.</summary>
    public const string Sessions = "sessions";

    /// <summary>Net events after a number.</summary>
    public const string Events = "events";

    /// <summary>Withdraw; answered when nothing is left behind.</summary>
    public const string Down = "down";
}

/// <summary>The arguments of <see cref="ControlCommands.Apply"/>.</summary>
/// <param name="Text">The policy document.</param>
/// <param name="Path">The file it was read from, for messages.</param>
/// <param name="DryRun">Find out whether it could be applied and what would change; change nothing.</param>
/// <param name="ConfirmWithinSeconds">Go back to the policy before unless confirmed in time; null to keep it at once.</param>
public sealed record ApplyRequest(string Text, string Path, bool DryRun = false, double? ConfirmWithinSeconds = null)
{
    /// <summary>The request as a JSON value.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, ControlJson.Default.ApplyRequest);

    /// <summary>Null when the value is none.</summary>
    public static ApplyRequest? FromJson(JsonElement? json)
    {
        try
        {
            return json?.Deserialize(ControlJson.Default.ApplyRequest) is { Text: not null, Path: not null } request ? request : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How messages are written: camelCase, nulls left out, one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ApplyRequest))]
[JsonSerializable(typeof(ControlResponse))]
internal sealed partial class ControlJson : JsonSerializerContext;
