using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Keys of WFP objects, derived from the names of policy and row (RFC 9562 section 5.5, version 5), so that the same policy has the
/// same objects on every run and every machine, and two policies never share one.
/// </summary>
internal static class ObjectKeys
{
    /// <summary>The namespace of all keys of this program; drawn once, never to be changed.</summary>
    private static readonly Guid Namespace = Guid.Parse("5b6c1f3e-6f0e-4d0b-9a35-67617465686f");

    public static Guid Derive(string policy, string row)
    {
        Span<byte> input = new byte[16 + Encoding.UTF8.GetMaxByteCount(policy.Length + 1 + row.Length)];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        var length = 16 + Encoding.UTF8.GetBytes($"{policy}\n{row}", input[16..]);
        var hash = SHA1.HashData(input[..length]).AsSpan(0, 16);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
