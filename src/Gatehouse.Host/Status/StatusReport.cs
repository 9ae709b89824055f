using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Host.Status;

/// <summary>A node's state as `gatehouse status --format json` prints it. Property names are a contract: new ones may come, none may change.</summary>
public sealed record StatusReport
{
    /// <summary>The node's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its process.</summary>
    public int Pid { get; init; }

    /// <summary>The policy file it was started with.</summary>
    public string Policy { get; init; } = "";

    /// <summary>Seconds since it began to enforce.</summary>
    public long UptimeSeconds { get; init; }

    /// <summary>Established main modes.</summary>
    public ImmutableArray<MainModeSaReport> MainModeSas { get; init; } = [];

    /// <summary>Installed ESP pairs.</summary>
    public ImmutableArray<QuickModeSaReport> QuickModeSas { get; init; } = [];

    /// <summary>Peers that must be protected and have no SA.</summary>
    public ImmutableArray<DownPeerReport> Down { get; init; } = [];

    /// <summary>Packets dropped, by reason.</summary>
    public ImmutableSortedDictionary<string, long> Drops { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Packets let through, sealed or opened, by reason.</summary>
    public ImmutableSortedDictionary<string, long> Passed { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Held, Flushed, HeldExpired and others.</summary>
    public ImmutableSortedDictionary<string, long> Counters { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The report as a JSON value.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, StatusJson.Default.StatusReport);

    /// <summary>Reads a report; throws <see cref="JsonException"/> when the value is none.</summary>
    public static StatusReport FromJson(JsonElement json) =>
        json.Deserialize(StatusJson.Default.StatusReport) ?? throw new JsonException("a status report cannot be null");
}

/// <summary>One main-mode SA.</summary>
/// <param name="Local">This host's address.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="Module">IKE or AuthIP.</param>
/// <param name="Cookies">32 hexadecimal digits.</param>
/// <param name="Suite">Cipher, hash and group.</param>
/// <param name="Identity">The peer's authenticated identity.</param>
/// <param name="AgeSeconds">Since it was established.</param>
/// <param name="RekeyInSeconds">Until it is replaced; null when it will not be.</param>
public sealed record MainModeSaReport(
    string Local, string Remote, string Module, string Cookies, string Suite, string Identity, long AgeSeconds, long? RekeyInSeconds);

/// <summary>One ESP pair.</summary>
/// <param name="Local">This host's address.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="SpiIn">0x and 8 hexadecimal digits.</param>
/// <param name="SpiOut">0x and 8 hexadecimal digits.</param>
/// <param name="Suite">Algorithms.</param>
/// <param name="BytesIn">Bytes opened.</param>
/// <param name="BytesOut">Bytes sealed.</param>
/// <param name="PacketsIn">Packets opened.</param>
/// <param name="PacketsOut">Packets sealed.</param>
/// <param name="AgeSeconds">Since it was installed.</param>
/// <param name="RekeyInSeconds">Until it is replaced; null when it will not be.</param>
/// <param name="Sending">Whether this is the pair that seals traffic now.</param>
public sealed record QuickModeSaReport(
    string Local,
    string Remote,
    string SpiIn,
    string SpiOut,
    string Suite,
    long BytesIn,
    long BytesOut,
    long PacketsIn,
    long PacketsOut,
    long AgeSeconds,
    long? RekeyInSeconds,
    bool Sending);

/// <summary>One peer without SA.</summary>
/// <param name="Local">This host's address.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="LastError">One sentence.</param>
/// <param name="NextRetrySeconds">End of the back-off; 0 when the next packet may retry.</param>
public sealed record DownPeerReport(string Local, string Remote, string LastError, long NextRetrySeconds);

/// <summary>camelCase property names; reasons and counters keep their spelling.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
