using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Bfe.Objects;

/// <summary>
/// The descriptors of a new engine, modelled on Windows' (reference section 7.4): administrators all, network configuration operators read, write and
/// execute, everyone OPEN and CLASSIFY on the engine. The services Windows names besides do not exist elsewhere. They are kept and given back and
/// checked by nobody: who may reach a running node is decided by its control socket.
/// </summary>
internal static class DefaultSecurity
{
    public static readonly SecurityDescriptor Engine = SecurityDescriptor.Parse("O:SYG:SYD:(A;;GA;;;BA)(A;;GRGWGX;;;NO)(A;;0x50;;;WD)").Require();

    public static readonly SecurityDescriptor Container = SecurityDescriptor.Parse("O:SYG:SYD:(A;;GA;;;BA)(A;;GRGWGX;;;NO)").Require();
}
