using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Keying.Isakmp;

/// <summary>Cookies of main modes (RFC 2408 section 3.1): random, and never 0, which means none.</summary>
internal static class Cookie
{
    /// <summary>A random cookie that is not taken.</summary>
    public static ulong Draw(IEntropy entropy, Func<ulong, bool> isTaken)
    {
        Span<byte> bytes = stackalloc byte[8];
        ulong cookie;
        do
        {
            entropy.Fill(bytes);
            cookie = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        }
        while (cookie == 0 || isTaken(cookie));
        return cookie;
    }
}
