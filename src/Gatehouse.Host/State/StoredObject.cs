using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Host.State;

/// <summary>An object as a row of the store.</summary>
internal sealed record StoredObject(int Type, Guid Key, long Id, int Lifetime, byte[] Json)
{
    /// <summary>Each type of objects and how it is read; the numbers stand in stores and never change.</summary>
    private static readonly Dictionary<int, (Type Type, Func<byte[], IFwpmObject?> Read)> Types = new()
    {
        [1] = (typeof(FwpmProvider), json => JsonSerializer.Deserialize(json, StateJson.Default.FwpmProvider)),
        [2] = (typeof(FwpmSubLayer), json => JsonSerializer.Deserialize(json, StateJson.Default.FwpmSubLayer)),
        [3] = (typeof(FwpmCalloutObject), json => JsonSerializer.Deserialize(json, StateJson.Default.FwpmCalloutObject)),
        [4] = (typeof(ProviderContext), json => JsonSerializer.Deserialize(json, StateJson.Default.ProviderContext)),
        [5] = (typeof(FwpmFilter), json => JsonSerializer.Deserialize(json, StateJson.Default.FwpmFilter)),
    };

    public static StoredObject Of(IFwpmObject stored, ulong id, FwpmLifetime lifetime) => new(
        Types.First(row => row.Value.Type == stored.GetType()).Key,
        stored.Key,
        (long)id,
        (int)lifetime,
        JsonSerializer.SerializeToUtf8Bytes(stored, StateJson.Default.GetTypeInfo(stored.GetType())!));

    /// <summary>The object; throws <see cref="JsonException"/> when the row is none.</summary>
    public IFwpmObject Read()
    {
        if (!Types.TryGetValue(Type, out var row))
            throw new JsonException($"{Type} is no type of objects");
        var read = row.Read(Json) ?? throw new JsonException("it is null");
        return read.Key == Key ? read : throw new JsonException("the object's key is not its row's");
    }

    /// <summary>Eight bytes of a hash over the whole row; the exclusive or of all rows tells whether one is missing or changed.</summary>
    public long Digest()
    {
        Span<byte> row = new byte[4 + 16 + 8 + 4 + Json.Length];
        BitConverter.TryWriteBytes(row, Type);
        Key.TryWriteBytes(row[4..]);
        BitConverter.TryWriteBytes(row[20..], Id);
        BitConverter.TryWriteBytes(row[28..], Lifetime);
        Json.CopyTo(row[32..]);
        return BitConverter.ToInt64(SHA256.HashData(row));
    }
}

/// <summary>The policy the objects came from, to find its secrets again. It holds none itself.</summary>
/// <param name="Text">The document.</param>
/// <param name="Path">The file it was read from, for messages.</param>
public sealed record StoredPolicy(string Text, string Path)
{
    /// <summary>Eight bytes of a hash over both, part of what tells a damaged store.</summary>
    internal long Digest() => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{Text}\0{Path}")));
}
