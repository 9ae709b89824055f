using System.Text.Json;

namespace Gatehouse.Interop.Lab;

/// <summary>One line of "gatehouse run --log json". Fields that do not apply are null.</summary>
internal sealed record NodeEvent(
    string Event, string? Module, string? Exchange, string? Role, string? Remote, int? Message, string? Reason, string? RefusedBy, int? PeerNotify,
    string? Suite, string? Text)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a line.</summary>
    public static NodeEvent Parse(string line) => JsonSerializer.Deserialize<NodeEvent>(line, Options)!;
}
