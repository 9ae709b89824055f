namespace Gatehouse.Interop.Lab;

/// <summary>The ESP suites that the judges go through.</summary>
/// <param name="Encryption">The policy document's word.</param>
/// <param name="Integrity">The policy document's word; null for AES-GCM.</param>
/// <param name="Child">mkconf's name of the strongSwan child, after the connection's.</param>
/// <param name="PeerName">How strongSwan lists it.</param>
public sealed record Suite(string Encryption, string? Integrity, string Child, string PeerName)
{
    /// <summary>AES-CBC-128 with HMAC-SHA1-96.</summary>
    public static readonly Suite CbcSha1 = new("aes-cbc-128", "sha-1", "cbc", "AES_CBC-128/HMAC_SHA1_96");

    /// <summary>AES-CBC-256 with HMAC-SHA-256-128.</summary>
    public static readonly Suite CbcSha256 = new("aes-cbc-256", "sha-256", "cbc256", "AES_CBC-256/HMAC_SHA2_256_128");

    /// <summary>AES-GCM-128.</summary>
    public static readonly Suite Gcm = new("aes-gcm-128", null, "gcm", "AES_GCM_16-128");

    /// <summary>By its child name, because test data should be plain words.</summary>
    public static Suite Named(string child) => new[] { CbcSha1, CbcSha256, Gcm }.Single(suite => suite.Child == child);
}
