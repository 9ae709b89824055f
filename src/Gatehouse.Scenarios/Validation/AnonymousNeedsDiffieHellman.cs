using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Anonymous authentication yields no key, so AuthIP cannot skip Diffie-Hellman with it ([MS-AIPS] section 3.1).</summary>
internal sealed class AnonymousNeedsDiffieHellman : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var module in DocumentWalk.Modules(document))
        {
            if (!module.List("authentication").Any(method => DocumentWalk.MethodOf(method.Node) == "anonymous"))
                continue;
            foreach (var proposal in module.Child("mainMode")?.List("proposals") ?? [])
            {
                if (proposal.Child("group") is { Node.Text: "none" } group)
                    errors.Add(group.Node.Position, group.Path, "anonymous authentication cannot do without Diffie-Hellman", "a group");
            }
        }
    }
}
