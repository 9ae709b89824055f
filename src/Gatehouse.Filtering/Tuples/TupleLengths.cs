namespace Gatehouse.Filtering.Tuples;

/// <summary>
/// The prefix lengths that have tuples of their own, at most eight for each address, so that one bit in 64 stands for a tuple. A filter of another
/// length stands at the next shorter one, and its bounds are tested there.
/// </summary>
internal sealed class TupleLengths
{
    private const int Max = 8;

    private readonly byte[] _floor;

    private TupleLengths(byte[] floor) => _floor = floor;

    public int this[int length] => _floor[length];

    // cold: runs when policy changes.
    public static TupleLengths Choose(int[] usesOfLength)
    {
        var used = Enumerable.Range(1, usesOfLength.Length - 1).Where(length => usesOfLength[length] > 0).ToList();
        while (used.Count > Max - 1)
        {
            // The length whose filters would share a tuple with the fewest others goes first.
            var cheapest = used[0];
            foreach (var length in used)
                cheapest = usesOfLength[length] < usesOfLength[cheapest] ? length : cheapest;
            used.Remove(cheapest);
        }

        var floor = new byte[usesOfLength.Length];
        for (var length = 1; length < floor.Length; length++)
            floor[length] = used.Contains(length) ? (byte)length : floor[length - 1];
        return new TupleLengths(floor);
    }
}
