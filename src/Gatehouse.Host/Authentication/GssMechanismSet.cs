using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Host.Kerberos;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Authentication;

/// <summary>What this host's mechanisms need to know.</summary>
/// <param name="Kerberos">Names and credentials; null where the policy has no Kerberos.</param>
public sealed record GssSettings(KerberosOptions? Kerberos = null);

/// <summary>The mechanisms of a host, one for each method. Another is a line in <see cref="ForMachine"/>, and one in RunSupport's list of methods.</summary>
public sealed class GssMechanismSet : IGssMechanisms
{
    private readonly ImmutableDictionary<AuthIpMethod, IGssMechanisms> _byMethod;

    private GssMechanismSet(params ReadOnlySpan<(AuthIpMethod Method, IGssMechanisms? Mechanism)> mechanisms)
    {
        var byMethod = ImmutableDictionary.CreateBuilder<AuthIpMethod, IGssMechanisms>();
        foreach (var (method, mechanism) in mechanisms)
        {
            if (mechanism is not null)
                byMethod.Add(method, mechanism);
        }

        _byMethod = byMethod.ToImmutable();
    }

    /// <summary>What a machine authenticates by, in main mode.</summary>
    public static GssMechanismSet ForMachine(GssSettings settings) => new(
        (AuthIpMethod.Anonymous, new AnonymousMechanism()),
        (AuthIpMethod.Kerberos, settings.Kerberos is { } kerberos ? new KerberosMechanism(kerberos) : null));

    /// <summary>What a user authenticates by, in extended mode, which has no anonymous form.</summary>
    public static GssMechanismSet ForUser(GssSettings settings) => new(
        (AuthIpMethod.Kerberos, settings.Kerberos is { } kerberos ? new KerberosMechanism(kerberos) : null));

    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => _byMethod.ContainsKey(method);

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) =>
        _byMethod.Values.Select(mechanism => mechanism.LocalName(addresses)).FirstOrDefault(name => name is not null);

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => _byMethod[method].Initiate(method, peerName, addresses);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => _byMethod[method].Accept(method, addresses);
}
