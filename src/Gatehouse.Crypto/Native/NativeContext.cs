using System.Runtime.InteropServices;

namespace Gatehouse.Crypto.Native;

/// <summary>Owns one libcrypto context; freeing it zeroes the keys inside, at the latest when the garbage collector finds it forgotten.</summary>
internal sealed unsafe class NativeContext : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _free;

    internal NativeContext(nint context, delegate* unmanaged<nint, void> free)
        : base(0, ownsHandle: true)
    {
        _free = free;
        SetHandle(BigNumbers.NotNull(context));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The context; throws once disposed, since libcrypto does not survive a null.</summary>
    internal nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
