namespace Gatehouse.Keying.Isakmp;

/// <summary>
/// Remembers which datagrams an exchange accepted and the answer to the last, so that a duplicate is answered again (a limited number of
/// times) and never processed again.
/// </summary>
internal sealed class AnswerCache
{
    /// <summary>Answers repeated for duplicates of one request: as often as a peer like this one sends the request.</summary>
    public const int RepeatsPerAnswer = 8;

    // Three of the six messages of a main mode come from the peer, two of quick mode's four; a list is enough.
    private readonly List<Digest> _accepted = [];
    private byte[]? _answer;
    private int _repeats;

    /// <summary>The message was verified and accepted; <paramref name="answer"/> is null when it needs none.</summary>
    public void Accept(Digest request, byte[]? answer)
    {
        _accepted.Add(request);
        _answer = answer;
        _repeats = 0;
    }

    /// <summary>The answer to the message accepted last, which took its time.</summary>
    public void Complete(byte[] answer) => (_answer, _repeats) = (answer, 0);

    /// <summary>True for a message accepted before. The answer is given out when it was the last one and has not been repeated too often.</summary>
    public bool IsDuplicate(Digest request, out byte[]? answer)
    {
        answer = null;
        var index = _accepted.IndexOf(request);
        if (index < 0)
            return false;
        if (index == _accepted.Count - 1 && _answer is not null && _repeats < RepeatsPerAnswer)
        {
            _repeats++;
            answer = _answer;
        }

        return true;
    }
}
