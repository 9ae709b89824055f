using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// The evidence that a peer knows the pre-shared key: it exists only after HASH_I or HASH_R verified, and an established main mode needs one.
/// </summary>
internal sealed class MainModeProof
{
    private MainModeProof(string identity) => Identity = identity;

    /// <summary>The identity the hash covers.</summary>
    public string Identity { get; }

    /// <summary>
    /// HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b) for the initiator; HASH_R has both pairs swapped and IDir_b (RFC 2409 section 5).
    /// </summary>
    public static byte[] Hash(MainModeSa sa, SaRole prover, ReadOnlySpan<byte> identificationBody)
    {
        var fromInitiator = prover == SaRole.Initiator;
        using var prf = Prf.Begin(sa.Keys.Hash, sa.Keys.SkeyId.Span);
        return prf
            .Append(fromInitiator ? sa.PublicI : sa.PublicR)
            .Append(fromInitiator ? sa.PublicR : sa.PublicI)
            .Append(fromInitiator ? KeySchedule.Cookies(sa.CookieI, sa.CookieR) : KeySchedule.Cookies(sa.CookieR, sa.CookieI))
            .Append(sa.OfferBody)
            .Append(identificationBody)
            .Finish();
    }

    /// <summary>Verifies the peer's hash.</summary>
    public static bool TryVerify(
        MainModeSa sa, ReadOnlySpan<byte> identificationBody, string identity, ReadOnlySpan<byte> received, [NotNullWhen(true)] out MainModeProof? proof)
    {
        var peer = sa.Role == SaRole.Initiator ? SaRole.Responder : SaRole.Initiator;
        proof = CryptographicOperations.FixedTimeEquals(Hash(sa, peer, identificationBody), received) ? new MainModeProof(identity) : null;
        return proof is not null;
    }
}
