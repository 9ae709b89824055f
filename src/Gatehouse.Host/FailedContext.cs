using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host;

/// <summary>An attempt to authenticate that cannot even begin; its first step says why.</summary>
/// <param name="error">For the peer.</param>
/// <param name="why">For this host's events.</param>
internal sealed class FailedContext(WindowsError error, string why) : IGssContext
{
    /// <inheritdoc/>
    public bool IsInstant => true;

    /// <inheritdoc/>
    public string PeerName => throw new InvalidOperationException("not authenticated");

    /// <inheritdoc/>
    public GssResult Step(ReadOnlySpan<byte> token) => GssResult.Failed(error, why);

    /// <inheritdoc/>
    public SecretBytes ExportKey() => throw new InvalidOperationException("not authenticated");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing was begun.
    }
}
