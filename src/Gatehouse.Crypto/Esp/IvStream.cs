using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Native;

namespace Gatehouse.Crypto.Esp;

/// <summary>
/// Unpredictable IVs for CBC (RFC 3602 section 3): AES-128 in counter mode under a key that is drawn once, is used for nothing else and never leaves here.
/// Who cannot break AES cannot tell them from random, and they are made many at a time, so a packet pays a few nanoseconds instead of a system call.
/// </summary>
internal sealed unsafe class IvStream : IDisposable
{
    private const int KeyLength = 16;
    private const int IvLength = 16;

    /// <summary>IVs made by one call of the cipher: enough to make its fixed cost vanish, few enough to stay in the first-level cache.</summary>
    private const int BatchLength = 32 * IvLength;

    private readonly NativeContext _context;
    private readonly byte[] _batch = GC.AllocateArray<byte>(BatchLength, pinned: true);
    private int _next = BatchLength;

    internal IvStream(IEntropy entropy)
    {
        Span<byte> seed = stackalloc byte[KeyLength + IvLength];
        entropy.Fill(seed);
        _context = EvpCipher.Create("AES-128-CTR\0"u8, seed[..KeyLength], encrypt: true);
        fixed (byte* counter = seed[KeyLength..])
        {
            if (!EvpCipher.Start(_context.Pointer, counter))
                throw BigNumbers.NativeFailure("AES-CTR");
        }

        CryptographicOperations.ZeroMemory(seed);
    }

    /// <summary>Writes the next IV.</summary>
    internal void Next(byte* iv)
    {
        fixed (byte* batch = _batch)
        {
            if (_next == BatchLength)
            {
                new Span<byte>(batch, BatchLength).Clear();
                if (!EvpCipher.Update(_context.Pointer, batch, batch, BatchLength))
                    throw BigNumbers.NativeFailure("AES-CTR");
                _next = 0;
            }

            *(ulong*)iv = *(ulong*)(batch + _next);
            *(ulong*)(iv + 8) = *(ulong*)(batch + _next + 8);
            _next += IvLength;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        CryptographicOperations.ZeroMemory(_batch);
    }
}
