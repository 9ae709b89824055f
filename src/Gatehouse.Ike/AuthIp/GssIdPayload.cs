using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.3: a Unicode name without terminator. Which byte order is not said; Windows writes UTF-16LE elsewhere.
//
// +---------------------------------------------------------------+
// |                    Principal name (variable)                  |
// +---------------------------------------------------------------+

/// <summary>A GSS_ID payload: the principal the responder wants to be authenticated as. Nobody vouches for it.</summary>
/// <param name="Name">The name as bytes.</param>
public sealed record GssIdPayload(ReadOnlyMemory<byte> Name) : IsakmpBody(PayloadType.GssId)
{
    /// <summary>Bytes of the longest name that is read: four times the longest DNS name, for class, instance and realm in UTF-16.</summary>
    public const int MaxLength = 2048;

    /// <inheritdoc/>
    public override int Length => Name.Length;

    /// <summary>
    /// The name as text. The byte order is told by which half of the first character is zero, since names begin with an ASCII character; null
    /// when it is no UTF-16.
    /// </summary>
    public string? Text
    {
        get
        {
            var bytes = Name.Span;
            if (bytes.Length < 2 || bytes.Length % 2 != 0)
                return null;
            var encoding = bytes[0] == 0 ? BigEndian : LittleEndian;
            return DecodeOrNull(encoding, bytes);
        }
    }

    /// <summary>A payload of a name.</summary>
    public static GssIdPayload Of(string name, bool bigEndian) => new((bigEndian ? BigEndian : LittleEndian).GetBytes(name));

    /// <summary>Reads a body; false when it is empty or longer than any name.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out GssIdPayload? payload)
    {
        payload = body.Length is > 0 and <= MaxLength ? new GssIdPayload(body.ToArray()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Name.Span);

    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: false);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: false);

    // A lone surrogate decodes to U+FFFD, and a name with a control character is no name anybody could look up.
    private static string? DecodeOrNull(UnicodeEncoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        foreach (var character in text)
        {
            if (char.IsControl(character) || character == '\uFFFD')
                return null;
        }

        return text;
    }
}
