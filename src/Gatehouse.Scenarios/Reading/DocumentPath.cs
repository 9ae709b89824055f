using System.Collections.Frozen;

namespace Gatehouse.Scenarios.Reading;

/// <summary>
/// Builds paths such as keying.ike.authentication[0].psk. Only keys the format knows are spelled out: a key that is none may be a
/// secret that slipped into the wrong place.
/// </summary>
internal sealed class DocumentPath(FrozenSet<string> knownKeys)
{
    public static string Item(string path, int index) => $"{path}[{index}]";

    public static string KnownKey(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public string Key(string path, string? key) => KnownKey(path, key is not null && knownKeys.Contains(key) ? key : "?");
}
