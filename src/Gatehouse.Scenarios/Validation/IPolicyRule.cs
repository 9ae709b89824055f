using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// One rule about how the parts of a document fit together. Rules read the tree, not the bound records, so they know positions and
/// can speak although another part of the file is wrong; what is malformed has been reported already, and a rule passes over it.
/// </summary>
internal interface IPolicyRule
{
    void Check(PolicyNode document, PolicyErrors errors);
}
