namespace Gatehouse.Ike.Isakmp;

/// <summary>How often a payload stands in a message.</summary>
/// <param name="Type">The payload.</param>
/// <param name="Min">At least.</param>
/// <param name="Max">At most.</param>
/// <param name="AllOrNone">True when only 0 and <paramref name="Max"/> are permitted (IDci and IDcr).</param>
public sealed record PayloadRule(PayloadType Type, int Min, int Max, bool AllOrNone = false)
{
    /// <summary>Judges a count.</summary>
    public IsakmpError Check(int count)
    {
        if (count < Min)
            return IsakmpError.MissingPayload;
        if (count > Max)
            return IsakmpError.UnexpectedPayload;
        return AllOrNone && count != 0 && count != Max ? IsakmpError.MissingPayload : IsakmpError.None;
    }
}
