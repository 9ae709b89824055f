using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// The evidence that a peer holds the keys and saw the same messages: it exists only after Auth1 or Auth2 verified, and an established main mode
/// needs one. After anonymous authentication it says that nobody listened in between, not who the peer is.
/// </summary>
internal sealed class MainModeProof
{
    private MainModeProof(string identity) => Identity = identity;

    /// <summary>Who the mechanism says the peer is.</summary>
    public string Identity { get; }

    /// <summary>Compares the peer's proof with the one expected of it.</summary>
    public static bool TryVerify(byte[] expected, ReadOnlySpan<byte> received, string identity, [NotNullWhen(true)] out MainModeProof? proof)
    {
        proof = CryptographicOperations.FixedTimeEquals(expected, received) ? new MainModeProof(identity) : null;
        return proof is not null;
    }
}
