using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The section keying.authip.kerberos: where this host's Kerberos credentials are. It holds names and places, never a secret.</summary>
internal static partial class KerberosShape
{
    private const string NoSecret = "a password is never written into the policy; put the key into a keytab, or the ticket into a credential cache";

    private static readonly TextShape Principal = new("a principal such as host/a.example.com or alice@EXAMPLE.COM", PrincipalPattern());

    private static readonly TextShape Cache = new("a credential cache such as FILE:/run/tickets or MEMORY:name", FileShapes.PathPattern());

    private static readonly ImmutableDictionary<string, string> Refusals =
        ImmutableDictionary<string, string>.Empty.Add("password", NoSecret).Add("key", NoSecret);

    private static readonly MappingShape PeerNames = new(
    [
        new(
            "classes",
            new ListShape(new TextShape("a service class such as host", ClassPattern()), 0, 16, "service classes", Unique: true),
            "Service classes for which a peer may make this host fetch a ticket.",
            Default: """["host"]"""),
        new(
            "domains",
            new ListShape(new TextShape("the end of a host's name such as .example.com", DomainPattern()), 1, 64, "ends of names", Unique: true),
            "The host's name ends in one of these. Default: any name."),
        new("machineNames", new BooleanShape(), "Also machine$@REALM, as Windows computers are called.", Default: "true"),
    ]);

    private static readonly MappingShape User = new(
    [
        new("credentialCache", Cache, "Cache with the user's ticket. Default: the library's own, such as KRB5CCNAME of the process."),
        new("clientPrincipal", Principal, "The user's principal. Default: whose ticket the cache holds."),
    ],
        Refusals: Refusals);

    public static readonly MappingShape Section = new(
    [
        new("localName", Principal, "The name peers ask a ticket for. Default: host/ and this host's full name."),
        new("keytab", new TextShape("the path of a keytab", FileShapes.PathPattern()), "Keytab of this host, for both roles.", Default: "\"/etc/krb5.keytab\""),
        new("credentialCache", Cache, "Cache for the tickets this host gets by its keytab. Default: the memory of the process."),
        new("clientPrincipal", Principal, "The principal this host begins as. Default: the first of the keytab."),
        new("peerNames", PeerNames, "For which names a peer may make this host fetch a ticket: nobody vouches for the name it gives."),
        new("user", User, "Credentials of extended mode, normally of a user."),
    ],
        Refusals: Refusals);

    [GeneratedRegex(@"^[^\s\x00-\x1f@\\]{1,255}(@[A-Za-z0-9._-]{1,255})?$")]
    private static partial Regex PrincipalPattern();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,31}$")]
    private static partial Regex ClassPattern();

    [GeneratedRegex("^[.]?[A-Za-z0-9][A-Za-z0-9.-]{0,252}$")]
    private static partial Regex DomainPattern();
}
