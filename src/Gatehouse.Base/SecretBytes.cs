using System.Security.Cryptography;

namespace Gatehouse.Base;

/// <summary>Key material with a type of its own: it prints as ***, is compared in constant time, and is zeroed when disposed.</summary>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    /// <summary>Takes a copy; the caller stays responsible for its own bytes.</summary>
    public SecretBytes(ReadOnlySpan<byte> bytes)
    {
        // Pinned, so that no compacting collection leaves a second copy behind that Dispose could not zero.
        _bytes = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(_bytes);
    }

    /// <summary>Number of bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The bytes themselves; throws once disposed. Never put them into a message, a log or a record.</summary>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>A copy with its own lifetime.</summary>
    public SecretBytes Copy() => new(Span);

    /// <summary>Constant-time equality of content.</summary>
    public bool ContentEquals(SecretBytes other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    /// <summary>Zeroes the bytes.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _disposed = true;
    }

    /// <summary>Always ***.</summary>
    public override string ToString() => "***";
}
