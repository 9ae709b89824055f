using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.4, repeated for every method
//
// +-------------------------------+-------------------------------+
// |            Method             |           Flags (0)           |
// +-------------------------------+-------------------------------+

/// <summary>An Auth payload: the methods the initiator can use, or those of them the responder accepts, in the initiator's order.</summary>
/// <param name="Methods">In order of preference.</param>
public sealed record AuthPayload(ImmutableArray<AuthIpMethod> Methods) : IsakmpBody(PayloadType.Auth)
{
    /// <summary>Entries that are read at most; four methods are defined, and TLS may stand for several credentials.</summary>
    public const int MaxMethods = 16;

    private const int EntrySize = 4;

    /// <inheritdoc/>
    public override int Length => Methods.Length * EntrySize;

    /// <summary>Reads a body; false when it is no whole number of entries, empty or too long, or when a flag is set, of which none is defined.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AuthPayload? payload)
    {
        payload = null;
        if (body.IsEmpty || body.Length % EntrySize != 0 || body.Length > MaxMethods * EntrySize)
            return false;
        var methods = ImmutableArray.CreateBuilder<AuthIpMethod>(body.Length / EntrySize);
        var reader = new SpanReader(body);
        while (reader.Remaining > 0)
        {
            methods.Add((AuthIpMethod)reader.ReadUInt16());
            if (reader.ReadUInt16() != 0)
                return false;
        }

        payload = new AuthPayload(methods.MoveToImmutable());
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        foreach (var method in Methods)
        {
            writer.WriteUInt16((ushort)method);
            writer.WriteUInt16(0);
        }
    }
}
