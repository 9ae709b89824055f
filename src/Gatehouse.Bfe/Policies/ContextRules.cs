using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Policies;

/// <summary>What a provider context must be to be added (reference section 6).</summary>
internal static class ContextRules
{
    public static FwpResult Check(ProviderContext context)
    {
        if (!Enum.IsDefined(context.Type))
            return Fail(FwpError.InvalidEnumerator, context, $"{(int)context.Type} is no type of a provider context");
        if ((context.Flags & ~ProviderContextFlags.Persistent) != 0)
            return Fail(FwpError.InvalidFlags, context, $"flags 0x{(int)context.Flags:x}; only FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT may be set");
        var given = (context.MainMode, context.QuickMode, context.Tunnel, context.Keying);
        var broken = given switch
        {
            (null, null, null, null) => new PolicyBreach(FwpError.NullPointer, "it has no policy"),
            ({ } mainMode, null, null, null) when IsMainMode(context.Type) => MainModeRules.Check(mainMode, context.Module!.Value),
            (null, { } quickMode, null, null) when IsTransport(context.Type) => QuickModeRules.Check(quickMode, context.Module!.Value),
            (null, null, { } tunnel, null) when IsTunnel(context.Type) => QuickModeRules.Check(tunnel, context.Module!.Value),
            (null, null, null, { } keying) when context.Type == ProviderContextType.Keying => Check(keying),
            _ => new PolicyBreach(FwpError.ProviderContextMismatch, $"a context of type {context.Type} bears the policy of that type and no other"),
        };
        return broken is { } breach ? Fail(breach.Error, context, breach.What) : FwpResult.Success;
    }

    private static PolicyBreach? Check(KeyingPolicy keying)
    {
        if (keying.Modules.IsDefaultOrEmpty)
            return new PolicyBreach(FwpError.ZeroLengthArray, "a keying policy names at least one keying module");
        foreach (var module in keying.Modules)
        {
            if (!Enum.IsDefined(module))
                return new PolicyBreach(FwpError.InvalidEnumerator, $"{(int)module} is no keying module");
        }

        return keying.Modules.Distinct().Count() == keying.Modules.Length
            ? null
            : new PolicyBreach(FwpError.DuplicateKeymod, "a keying policy names no module twice");
    }

    private static bool IsMainMode(ProviderContextType type) =>
        type is ProviderContextType.IkeMm or ProviderContextType.AuthIpMm or ProviderContextType.IkeV2Mm;

    private static bool IsTransport(ProviderContextType type) =>
        type is ProviderContextType.IkeQmTransport or ProviderContextType.AuthIpQmTransport or ProviderContextType.IkeV2QmTransport;

    private static bool IsTunnel(ProviderContextType type) =>
        type is ProviderContextType.IkeQmTunnel or ProviderContextType.AuthIpQmTunnel or ProviderContextType.IkeV2QmTunnel;

    private static FwpResult Fail(FwpError error, ProviderContext context, string what) => new(error, $"provider context '{context.Name}': {what}");
}

/// <summary>A rule that a policy breaks.</summary>
internal readonly record struct PolicyBreach(FwpError Error, string What);

/// <summary>The table of reference section 6.5: which methods authenticate in which module and mode.</summary>
internal static class AuthenticationRules
{
    private static readonly ImmutableArray<AuthenticationMethodType> Ike =
        [AuthenticationMethodType.PresharedKey, AuthenticationMethodType.Certificate, AuthenticationMethodType.Kerberos];

    private static readonly ImmutableArray<AuthenticationMethodType> AuthIp =
        [AuthenticationMethodType.Kerberos, AuthenticationMethodType.Anonymous, AuthenticationMethodType.Ssl, AuthenticationMethodType.NtlmV2];

    private static readonly ImmutableArray<AuthenticationMethodType> AuthIpExtended =
        [AuthenticationMethodType.Kerberos, AuthenticationMethodType.Ssl, AuthenticationMethodType.NtlmV2];

    // The reference lists a pre-shared key as lawful in practice (section 10 #19).
    private static readonly ImmutableArray<AuthenticationMethodType> IkeV2 = [AuthenticationMethodType.PresharedKey, AuthenticationMethodType.Certificate];

    public static PolicyBreach? Check(ImmutableArray<AuthenticationMethod> methods, KeyingModule module, bool extended)
    {
        if (methods.IsDefaultOrEmpty)
            return new PolicyBreach(FwpError.ZeroLengthArray, "the policy has no authentication method");
        var allowed = extended ? AuthIpExtended : module switch
        {
            KeyingModule.Ike => Ike,
            KeyingModule.AuthIp => AuthIp,
            _ => IkeV2,
        };
        var seen = new List<AuthenticationMethod>();
        foreach (var method in methods)
        {
            if (!Enum.IsDefined(method.Type))
                return new PolicyBreach(FwpError.InvalidEnumerator, $"{(int)method.Type} is no authentication method");
            if (!allowed.Contains(method.Type))
            {
                var where = extended ? $"{module} extended mode" : module.ToString();
                return new PolicyBreach(FwpError.IncompatibleAuthMethod, $"{IpsecNames.Of(method.Type)} is not for {where}");
            }

            if (seen.Exists(other => other.Type == method.Type && other.TrustedRoots.SequenceEqual(method.TrustedRoots)))
                return new PolicyBreach(FwpError.DuplicateAuthMethod, $"{IpsecNames.Of(method.Type)} is there twice");
            seen.Add(method);
        }

        return null;
    }
}
