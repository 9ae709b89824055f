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

    /// <summary>Withdraw; answered when nothing is left behind.</summary>
    public const string Down = "down";
}

/// <summary>How messages are written: camelCase, nulls left out, one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlResponse))]
internal sealed partial class ControlJson : JsonSerializerContext;
