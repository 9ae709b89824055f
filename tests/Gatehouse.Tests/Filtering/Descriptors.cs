using Gatehouse.Model.Wfp;

namespace Gatehouse.Tests.Filtering;

/// <summary>Security descriptors and tokens, byte by byte (MS-DTYP 2.4).</summary>
internal static class Descriptors
{
    /// <summary>S-1-5-21-… with one last number.</summary>
    public static byte[] Sid(uint number) => [1, 2, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, .. BitConverter.GetBytes(number)];

    /// <summary>The value of a token field.</summary>
    public static FwpBytes Token(params uint[] sids) => new([.. sids.SelectMany(Sid)]);

    /// <summary>An ACE; type 0 allows, 1 denies.</summary>
    public static byte[] Ace(byte type, uint sid, uint mask = 1, byte flags = 0) =>
        [type, flags, 24, 0, .. BitConverter.GetBytes(mask), .. Sid(sid)];

    /// <summary>A self-relative descriptor with these ACEs.</summary>
    public static FwpBytes With(params byte[][] aces)
    {
        var length = 8 + aces.Sum(ace => ace.Length);
        byte[] header = [1, 0, 0x04, 0x80, .. new byte[12], 20, 0, 0, 0];
        byte[] list = [2, 0, (byte)length, (byte)(length >> 8), (byte)aces.Length, 0, 0, 0];
        return new FwpBytes([.. header, .. list, .. aces.SelectMany(ace => ace)]);
    }

    /// <summary>A descriptor without a list.</summary>
    public static FwpBytes Open() => new([1, 0, 0, 0x80, .. new byte[16]]);
}
