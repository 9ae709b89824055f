using System.Runtime.InteropServices;
using Gatehouse.Base;
using Gatehouse.Host.Gss;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Ntlm;

/// <summary>
/// NTLM for AuthIP through a plug-in of the GSS library. It is one-way: the initiator of a main mode proves who it is, the responder proves nothing
/// but that it knows how to verify that ([MS-AIPS] 1.7). Main mode needs a Diffie-Hellman group with it.
/// </summary>
public sealed partial class NtlmMechanism : IGssMechanisms
{
    private readonly NtlmOptions _options;

    /// <summary>Make it before other threads run: the plug-in finds the users of whoever is asked through the environment alone.</summary>
    /// <param name="options">Users and their passwords.</param>
    public NtlmMechanism(NtlmOptions options)
    {
        _options = options;
        // The runtime's own variables do not reach native code.
        if (options.UserFile is { } file && SetVariable("NTLM_USER_FILE", file, 1) != 0)
            throw new InvalidOperationException("the environment does not take NTLM_USER_FILE");
    }

    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Ntlm;

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => null;

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) =>
        Begin(
            new GssCredentials($"host@{addresses.Remote}", _options.User, _options.PasswordFile is { } file ? [("ntlmssp_keyfile", file)] : []),
            _options.PasswordFile);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => Begin(new GssCredentials(null, null, []), _options.UserFile);

    private static IGssContext Begin(GssCredentials credentials, string? needed) =>
        GssLibrary.Find() is not { } library ? new FailedContext(WindowsError.AuthFail, GssLibrary.Missing)
        : needed is not null && !File.Exists(needed)
            ? new FailedContext(WindowsError.AuthFail, $"{needed}: there is no such file; it should hold lines DOMAIN:user:password")
        : new GssContext(library, GssRecipe.Ntlm, credentials);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
