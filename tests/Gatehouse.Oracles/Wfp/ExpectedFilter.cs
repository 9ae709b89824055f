namespace Gatehouse.Oracles.Wfp;

/// <summary>One filter as the scenario pages document it, in SDK spelling. Keys and display names are not part of the documentation.</summary>
public sealed record ExpectedFilter(
    string Layer, string Conditions, string Action, string Callout, string Weight, string RawContext, string ContextType, string Flags)
{
    public override string ToString() =>
        string.Join(" | ", Layer, Conditions, Action, Callout, Weight, RawContext, ContextType, Flags);
}
