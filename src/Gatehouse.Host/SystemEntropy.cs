using System.Security.Cryptography;
using Gatehouse.Base;

namespace Gatehouse.Host;

/// <summary>The operating system's random numbers: what every real node draws its keys, cookies and SPIs from.</summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
