using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The sections keying.authip.certificate and keying.authip.ntlm: where this host's credentials are, never what they are.</summary>
internal static partial class CredentialShapes
{
    private const string NoPassword = "a password is never written into the policy; put the line DOMAIN:user:password into a passwordFile";
    private const string NoPassphrase = "a private key is read without passphrase; let the file's permissions protect it";

    private static readonly TextShape Account = new(@"DOMAIN\user, or user", AccountPattern());

    private static readonly Property Chain = new(
        "chain", FileShapes.Path,
        "PEM file with the certificate, then the intermediates that lead to its root.", Required: true);

    private static readonly Property PrivateKey = new("privateKey", FileShapes.Path, "PEM file with its private key, without passphrase.", Required: true);

    private static readonly ImmutableDictionary<string, string> Passwords = ImmutableDictionary<string, string>.Empty.Add("password", NoPassword);

    private static readonly ImmutableDictionary<string, string> Passphrases = ImmutableDictionary<string, string>.Empty.Add("passphrase", NoPassphrase);

    private static readonly Property[] Login =
    [
        new("name", Account, "Who begins. Default: whom the library's defaults name."),
        new("passwordFile", FileShapes.Path, "File with the line DOMAIN:user:password. Default: the library's, such as winbind."),
    ];

    public static readonly MappingShape Certificate = new(
    [
        Chain,
        PrivateKey,
        new("roots", FileShapes.Path, "PEM file with the trusted roots. Default: those the machine trusts."),
        new("revocationLists", FileShapes.Path, "PEM file with a revocation list of every authority. Default: revocation is not checked."),
        new("user", new MappingShape([Chain, PrivateKey], Refusals: Passphrases), "Certificate of extended mode. Default: this host's."),
    ],
        Refusals: Passphrases);

    public static readonly MappingShape Ntlm = new(
    [
        .. Login,
        new(
            "usersFile", FileShapes.Path,
            "File with lines DOMAIN:user:password of whom this host knows when it is asked. Default: the library's, such as winbind."),
        new("user", new MappingShape([.. Login], Refusals: Passwords), "Who begins in extended mode. Default: the same."),
    ],
        Refusals: Passwords);

    [GeneratedRegex(@"^([^\x00-\x1f\\:]{1,255}\\)?[^\x00-\x1f\\:]{1,255}$")]
    private static partial Regex AccountPattern();
}
