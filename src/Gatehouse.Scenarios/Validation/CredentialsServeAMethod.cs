using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Credentials stand beside the method that uses them: a keytab that no method asks for is a method somebody forgot.</summary>
internal sealed class CredentialsServeAMethod : IPolicyRule
{
    private static readonly string[] Methods = ["kerberos", "certificate", "ntlm"];

    public void Check(PolicyNode document, PolicyErrors errors)
    {
        if (new Located("", document).Child("keying")?.Child("authip") is not { } module)
            return;
        foreach (var method in Methods)
        {
            if (module.Child(method) is { } section)
                Check(module, section, method, errors);
        }
    }

    private static void Check(Located module, Located section, string method, PolicyErrors errors)
    {
        var users = module.Child("extendedMode") is { } extended && Has(extended, method);
        if (!users && !Has(module, method))
            errors.Add(section.Node.Position, section.Path, "no method of authentication uses it", $"{method} under authentication, or no such section");
        else if (!users && section.Child("user") is { } user)
            errors.Add(user.Node.Position, user.Path, "there is no user to authenticate", $"{method} under extendedMode.authentication");
    }

    private static bool Has(Located owner, string method) => owner.List("authentication").Any(item => DocumentWalk.MethodOf(item.Node) == method);
}
