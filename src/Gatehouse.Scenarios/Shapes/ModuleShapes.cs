using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The sections keying.ike and keying.authip.</summary>
internal static partial class ModuleShapes
{
    /// <summary>Why AuthIP has no pre-shared key; said wherever somebody tries.</summary>
    private const string NoPskInAuthIp = "AuthIP has no pre-shared key; use it under ike, or give AuthIP kerberos, certificate, ntlm or anonymous";

    /// <summary>A handful of methods and suites exists; a longer list is a mistake.</summary>
    private const int MaxMethods = 8;

    private static readonly MappingShape Psk = new(
    [
        new("env", new TextShape("the name of an environment variable", EnvironmentPattern()), "Environment variable that holds the key."),
        new("file", FileShapes.Path, "File that holds the key; one newline at its end is not part of it."),
    ],
        MinKeys: 1,
        MaxKeys: 1,
        WhyNoScalar: "a pre-shared key is never written into the policy, only where to find it",
        Sensitive: true);

    private static readonly MappingShape Certificate = new(
    [
        new(
            "trustedRoots",
            new ListShape(new TextShape("a distinguished name", DistinguishedNamePattern()), 1, 64, "distinguished names", Unique: true),
            "Roots the peer's certificate must lead to. Default: every root the machine trusts."),
    ]);

    private static readonly UnionShape IkeMethod = Method(
        new ChoiceShape(["certificate", "kerberos"]),
        [
            new("psk", Psk, "A pre-shared key, by reference only."),
            new("certificate", Certificate, "RSA signatures with X.509 certificates."),
        ]);

    private static readonly UnionShape AuthIpMethod = Method(
        Words.AuthIpMethod.Shape, [new("certificate", Certificate, "TLS with X.509 certificates.")], Refuse("psk", NoPskInAuthIp));

    private static readonly UnionShape ExtendedMethod = Method(
        Words.ExtendedModeMethod.Shape,
        [new("certificate", Certificate, "TLS with X.509 certificates.")],
        Refuse("psk", NoPskInAuthIp));

    private static readonly MappingShape ExtendedMode = new(
    [
        new("authentication", Methods(ExtendedMethod), "Methods of the second authentication, normally of the user, in order of preference.", Required: true),
    ]);

    private const string OnlyAuthIp = "only AuthIP has it";

    public static readonly MappingShape Ike = new(
    [
        new("authentication", Methods(IkeMethod), "Authentication methods in order of preference.", Required: true),
        new("mainMode", ProposalShapes.MainMode(Words.IkeGroup), "What main mode may negotiate."),
        new("quickMode", ProposalShapes.QuickMode, "What quick mode may negotiate."),
    ],
        Refusals: Refuse("extendedMode", "only AuthIP has an extended mode").Add("psk", "a method belongs into the list authentication")
            .Add("proposals", "proposals belong under mainMode and quickMode").Add("wireProfile", OnlyAuthIp).Add("kerberos", OnlyAuthIp)
            .Add("certificate", OnlyAuthIp).Add("ntlm", OnlyAuthIp));

    public static readonly MappingShape AuthIp = new(
    [
        new("authentication", Methods(AuthIpMethod), "Authentication methods in order of preference.", Required: true),
        new("mainMode", ProposalShapes.MainMode(Words.AuthIpGroup), "What main mode may negotiate."),
        new("quickMode", ProposalShapes.QuickMode, "What quick mode may negotiate."),
        new("extendedMode", ExtendedMode, "The second authentication. Default: none."),
        new("wireProfile", WireProfileShape.Shape, "What of AuthIP no public text settles; both ends need the same (docs/authip.md). Only run reads it."),
        new("kerberos", KerberosShape.Section, "Where this host's Kerberos credentials are. Only run reads it; Windows has its own."),
        new("certificate", CredentialShapes.Certificate, "Where this host's certificate is. Only run reads it; Windows has its own."),
        new("ntlm", CredentialShapes.Ntlm, "Where this host's NTLM credentials are. Only run reads it; Windows has its own."),
    ],
        Refusals: Refuse("psk", NoPskInAuthIp).Add("proposals", "proposals belong under mainMode and quickMode"));

    /// <summary>The word for a method in a message; the same for both modules.</summary>
    public static string WordFor(AuthenticationMethodType type) => type switch
    {
        AuthenticationMethodType.PresharedKey => "psk",
        AuthenticationMethodType.Ssl => "certificate",
        AuthenticationMethodType.Certificate => "certificate",
        AuthenticationMethodType.Kerberos => "kerberos",
        AuthenticationMethodType.NtlmV2 => "ntlm",
        _ => "anonymous",
    };

    private static UnionShape Method(ChoiceShape words, ImmutableArray<Property> keys, ImmutableDictionary<string, string>? refusals = null) =>
        new([words, new MappingShape(keys, MinKeys: 1, MaxKeys: 1, refusals, Sensitive: true)], Sensitive: true);

    private static ListShape Methods(Shape method) => new(method, 1, MaxMethods, "authentication methods");

    private static ImmutableDictionary<string, string> Refuse(string key, string reason) =>
        ImmutableDictionary<string, string>.Empty.Add(key, reason);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,127}$")]
    private static partial Regex EnvironmentPattern();

    [GeneratedRegex("^[^=]{1,64}=.{1,1000}$")]
    private static partial Regex DistinguishedNamePattern();
}
