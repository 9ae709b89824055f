using System.Globalization;

namespace Gatehouse.Cli.Decode.Decryption;

/// <summary>
/// Keys of main modes, by initiator cookie: the table of Wireshark's IKEv1 decryption, which a node's key log writes too, a line
/// "cookie,key" in hexadecimal. Empty lines and lines that begin with # are passed over.
/// </summary>
internal sealed class KeyFile
{
    private readonly Dictionary<ulong, byte[]> _keys = [];

    /// <summary>Reads a table; null, with the reason, at the first line that is none.</summary>
    public static KeyFile? Read(IEnumerable<string> lines, out string error)
    {
        var file = new KeyFile();
        var number = 0;
        error = "";
        foreach (var line in lines)
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
                continue;
            var parts = text.Split(',');
            if (parts.Length != 2
                || !ulong.TryParse(Word(parts[0]), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var cookie)
                || Bytes(Word(parts[1])) is not { } key)
            {
                error = $"line {number} is not COOKIE,KEY in hexadecimal";
                return null;
            }

            if (key.Length is not (16 or 24 or 32))
            {
                error = $"line {number} has a key of {key.Length} bytes; 16, 24 or 32 are known";
                return null;
            }

            file._keys[cookie] = key;
        }

        return file;
    }

    /// <summary>The key of a main mode; null when there is none.</summary>
    public byte[]? Find(ulong initiatorCookie) => _keys.GetValueOrDefault(initiatorCookie);

    private static string Word(string text) => text.Trim().Trim('"').Replace("0x", "", StringComparison.OrdinalIgnoreCase);

    private static byte[]? Bytes(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
