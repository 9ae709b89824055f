using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Sessions;

namespace Gatehouse.Windows;

/// <summary>
/// The Base Filtering Engine of a real Windows, through fwpuclnt.dll: the same calls, records and errors as the portable engine. Needs 64-bit
/// Windows 8 or Windows Server 2012, whose versions of the policy structures it speaks.
/// </summary>
public sealed unsafe class WindowsFilterEngine : IFilterEngine
{
    /// <summary>RPC_C_AUTHN_DEFAULT.</summary>
    private const uint DefaultAuthentication = uint.MaxValue;

    private readonly PresharedKeySource? _keys;

    internal WindowsFilterEngine(PresharedKeySource? keys) => _keys = keys;

    /// <summary>Native memory blocks not yet returned; 0 whenever no call is being made.</summary>
    public static long OutstandingMemory => NativeArena.Outstanding;

    /// <summary>
    /// The engine of this machine; FWP_E-style ERROR_NOT_SUPPORTED with a sentence where there is none. Nothing is opened yet.
    /// </summary>
    /// <param name="keys">Finds pre-shared keys; null when no policy needs one.</param>
    public static FwpResult<WindowsFilterEngine> Create(PresharedKeySource? keys = null)
    {
        if (!OperatingSystem.IsWindowsVersionAtLeast(6, 2))
        {
            return new FwpResult(FwpError.NotSupported, OperatingSystem.IsWindows()
                ? $"this Windows is version {Environment.OSVersion.Version}; Windows 8, Windows Server 2012 or newer (6.2) is needed."
                : "the Windows Filtering Platform is part of Windows; on Linux 'gatehouse run' enforces the policy itself.");
        }

        return Environment.Is64BitProcess
            ? new WindowsFilterEngine(keys)
            : new FwpResult(FwpError.NotSupported, "a 64-bit process is needed: the structures of 32-bit Windows have another layout.");
    }

    /// <inheritdoc/>
    public FwpResult<IFilterSession> Open(FwpmSession session)
    {
        using var arena = new NativeArena();
        nint engine;
        var status = Fwpuclnt.FwpmEngineOpen0(null, DefaultAuthentication, null, Translation.ObjectTranslator.Write(arena, session), &engine);
        return status == 0
            ? new FwpResult<IFilterSession>(new WindowsSession(engine, session, _keys), FwpError.None, "")
            : Failure.Of(status, "FwpmEngineOpen0", "");
    }
}
