using System.Security.Cryptography;

namespace Gatehouse.Crypto.Hashing;

/// <summary>IKE's pseudo-random function, HMAC (RFC 2104), and its plain hash.</summary>
public static class Prf
{
    /// <summary>HMAC over the parts, one after the other.</summary>
    public static byte[] Compute(PrfAlgorithm algorithm, ReadOnlySpan<byte> key, params ReadOnlySpan<byte[]> parts)
    {
        using var prf = Begin(algorithm, key);
        foreach (var part in parts)
            prf.Append(part);
        return prf.Finish();
    }

    /// <summary>HMAC over one span.</summary>
    public static byte[] Compute(PrfAlgorithm algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        using var prf = Begin(algorithm, key);
        return prf.Append(data).Finish();
    }

    /// <summary>The hash over the parts, one after the other.</summary>
    public static byte[] Hash(PrfAlgorithm algorithm, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = BeginHash(algorithm);
        foreach (var part in parts)
            hash.Append(part);
        return hash.Finish();
    }

    /// <summary>The hash over one span.</summary>
    public static byte[] Hash(PrfAlgorithm algorithm, ReadOnlySpan<byte> data) => CryptographicOperations.HashData(NameOf(algorithm), data);

    /// <summary>An HMAC fed part by part, for parts that are spans, such as key material.</summary>
    public static PrfComputation Begin(PrfAlgorithm algorithm, ReadOnlySpan<byte> key) =>
        new(IncrementalHash.CreateHMAC(NameOf(algorithm), key));

    /// <summary>A hash fed part by part.</summary>
    public static PrfComputation BeginHash(PrfAlgorithm algorithm) => new(IncrementalHash.CreateHash(NameOf(algorithm)));

    /// <summary>Bytes of the result.</summary>
    public static int OutputLength(PrfAlgorithm algorithm) => algorithm switch
    {
        PrfAlgorithm.Sha1 => 20,
        PrfAlgorithm.Sha256 => 32,
        PrfAlgorithm.Sha384 => 48,
        PrfAlgorithm.Md5 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    private static HashAlgorithmName NameOf(PrfAlgorithm algorithm) => algorithm switch
    {
        PrfAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        PrfAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        PrfAlgorithm.Sha384 => HashAlgorithmName.SHA384,
        PrfAlgorithm.Md5 => HashAlgorithmName.MD5,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}
