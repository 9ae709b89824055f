namespace Gatehouse.Analysis.Geometry;

/// <summary>
/// How many pieces a search may look at. Boxes in many fields can fall apart into more pieces than anybody waits for; then the answer is that
/// there is none, and not a guess.
/// </summary>
internal sealed class Budget(int pieces)
{
    private int _left = pieces;

    /// <summary>True as soon as one was asked for that was not to be had.</summary>
    public bool IsSpent { get; private set; }

    public bool TryTake()
    {
        if (_left == 0)
            IsSpent = true;
        else
            _left--;
        return !IsSpent;
    }
}
