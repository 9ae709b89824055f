namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// Numbers of a peer's authenticated requests, each accepted once. Requests may overtake each other, so the last 64 are told apart, as in ESP;
/// what is older is refused.
/// </summary>
internal sealed class SequenceWindow
{
    private const int Width = 64;

    private ulong _seen;
    private uint _highest;

    /// <summary>True the first time a number is seen inside the window.</summary>
    public bool TryAccept(uint number)
    {
        if (_seen == 0 || number > _highest)
        {
            var ahead = _seen == 0 ? Width : number - _highest;
            _seen = ahead >= Width ? 1 : (_seen << (int)ahead) | 1;
            _highest = number;
            return true;
        }

        var behind = _highest - number;
        if (behind >= Width || (_seen & (1ul << (int)behind)) != 0)
            return false;
        _seen |= 1ul << (int)behind;
        return true;
    }
}
