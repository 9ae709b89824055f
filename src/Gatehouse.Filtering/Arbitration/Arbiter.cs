using Gatehouse.Model.Verdicts;

namespace Gatehouse.Filtering.Arbitration;

/// <summary>
/// Arbitration across the sublayers of a layer, heaviest first (reference section 3.2). A lighter sublayer overrides a soft result and not a hard
/// one; the exception is the veto. When no sublayer votes, WFP permits (10 #10).
/// </summary>
internal struct Arbiter()
{
    private bool _hasVote;
    private bool _isHard;

    /// <summary>The decision so far.</summary>
    public ClassifyResult Result { get; private set; } = new(ClassifyAction.Permit, VerdictReason.NoFilterMatched, 0, 0);

    /// <summary>True when no lighter sublayer can change the decision: a hard block (10 #7).</summary>
    public readonly bool IsFinal => _isHard && Result.Action == ClassifyAction.Block;

    /// <summary>Takes the vote of the next lighter sublayer. Once the decision is final, it changes nothing.</summary>
    public void Add(in Vote vote)
    {
        if (_hasVote && _isHard)
        {
            if (vote.IsBlock && vote.MayVeto && !IsFinal)
                Result = vote.Result;
            return;
        }

        // Of two permits the stricter stays: what one sublayer wants protected, a plain permit of another does not set free.
        if (!_hasVote || vote.IsBlock || Result.Action == ClassifyAction.Block || Strictness(vote.Result.Action) > Strictness(Result.Action))
            Result = vote.Result;
        _hasVote = true;
        _isHard = vote.IsHard;
    }

    private static int Strictness(ClassifyAction action) => action switch
    {
        ClassifyAction.Protect => 3,
        ClassifyAction.Discover => 2,
        ClassifyAction.DiscoverQuietly => 1,
        _ => 0,
    };
}
