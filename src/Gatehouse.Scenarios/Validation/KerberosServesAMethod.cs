using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Credentials stand beside the method that uses them: a keytab that no method asks for is a method somebody forgot.</summary>
internal sealed class KerberosServesAMethod : IPolicyRule
{
    private const string Method = "kerberos";

    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var module in DocumentWalk.Modules(document))
        {
            if (module.Child(Method) is not { } section)
                continue;
            var users = module.Child("extendedMode") is { } extended && Has(extended);
            if (!users && !Has(module))
                errors.Add(section.Node.Position, section.Path, "no method of authentication uses it", "kerberos under authentication, or no such section");
            else if (!users && section.Child("user") is { } user)
                errors.Add(user.Node.Position, user.Path, "there is no user to authenticate", "kerberos under extendedMode.authentication");
        }
    }

    private static bool Has(Located owner) => owner.List("authentication").Any(method => DocumentWalk.MethodOf(method.Node) == Method);
}
