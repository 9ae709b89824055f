using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>This host's counter for one exchange type of a main mode ([MS-AIPS] 3.1.1): from 0, up with every exchange, or with every message.</summary>
internal sealed class SequenceNumbers(SequenceUnit unit)
{
    private uint _next;

    /// <summary>The number of the next request, counted; its answer is counted with it.</summary>
    public uint Take()
    {
        var number = _next;
        _next += unit == SequenceUnit.Exchange ? 1u : 2u;
        return number;
    }

    /// <summary>The number of the next request.</summary>
    public uint Next => _next;

    /// <summary>The number of the answer to a request.</summary>
    public uint AnswerTo(uint request) => unit == SequenceUnit.Exchange ? request : request + 1;
}
