using System.Security.Cryptography;

namespace Gatehouse.Crypto.Hashing;

/// <summary>An HMAC or hash under way, from <see cref="Prf.Begin"/> or <see cref="Prf.BeginHash"/>; dispose it, finished or not.</summary>
public sealed class PrfComputation : IDisposable
{
    private readonly IncrementalHash _hash;

    internal PrfComputation(IncrementalHash hash) => _hash = hash;

    /// <summary>Adds bytes to the input.</summary>
    public PrfComputation Append(ReadOnlySpan<byte> data)
    {
        _hash.AppendData(data);
        return this;
    }

    /// <summary>Adds one byte to the input.</summary>
    public PrfComputation Append(byte value) => Append([value]);

    /// <summary>The result; the computation starts over with the same key.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
