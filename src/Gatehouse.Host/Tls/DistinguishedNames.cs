using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Host.Tls;

/// <summary>Distinguished names as policies write them, against those of certificates.</summary>
internal static class DistinguishedNames
{
    /// <summary>
    /// True when both name the same: attribute by attribute, without regard to case. Tools print a name from its first or from its last
    /// attribute, so either order counts.
    /// </summary>
    public static bool Match(string text, X500DistinguishedName name)
    {
        try
        {
            var wanted = Parts(new X500DistinguishedName(text));
            var found = Parts(name);
            return Same(wanted, found) || Same(wanted, found.Reverse());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool Same(IEnumerable<(string? Type, string? Value)> one, IEnumerable<(string? Type, string? Value)> other) => one.SequenceEqual(other);

    // A part with several attributes has no single one, and is compared as it is encoded.
    private static (string? Type, string? Value)[] Parts(X500DistinguishedName name) =>
        [.. name.EnumerateRelativeDistinguishedNames().Select(part => part.HasMultipleElements
            ? (Convert.ToHexString(part.RawData.Span), null)
            : (part.GetSingleElementType().Value, part.GetSingleElementValue()?.ToUpperInvariant()))];
}
