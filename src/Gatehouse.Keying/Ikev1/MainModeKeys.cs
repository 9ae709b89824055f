using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;

namespace Gatehouse.Keying.Ikev1;

/// <summary>The keys of one main mode. Disposing zeroes them.</summary>
internal sealed class MainModeKeys : IDisposable
{
    /// <summary>Hash and PRF of the main mode.</summary>
    public required PrfAlgorithm Hash { get; init; }

    /// <summary>SKEYID: authenticates the main mode.</summary>
    public required SecretBytes SkeyId { get; init; }

    /// <summary>SKEYID_d: keys for other protocols come from it.</summary>
    public required SecretBytes SkeyIdD { get; init; }

    /// <summary>SKEYID_a: authenticates quick mode and informational messages.</summary>
    public required SecretBytes SkeyIdA { get; init; }

    /// <summary>The cipher key made from SKEYID_e ("Ka" where it had to be expanded).</summary>
    public required SecretBytes CipherKey { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        SkeyId.Dispose();
        SkeyIdD.Dispose();
        SkeyIdA.Dispose();
        CipherKey.Dispose();
    }
}
