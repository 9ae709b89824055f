using Gatehouse.Cli.Decode.Captures;

namespace Gatehouse.Cli.Decode;

/// <summary>The messages of an input.</summary>
/// <param name="Messages">In their order.</param>
/// <param name="Fault">What is wrong with the input around them; null for nothing.</param>
/// <param name="Remark">What was passed over; null for nothing.</param>
internal sealed record DecodeInput(IReadOnlyList<(byte[] Data, MessageOrigin Origin)> Messages, string? Fault, string? Remark)
{
    /// <summary>A capture file, or one message as raw bytes.</summary>
    public static DecodeInput Of(byte[] bytes)
    {
        if (!CaptureFile.IsCapture(bytes))
            return new DecodeInput([(IsakmpDatagrams.WithoutMarker(bytes), new MessageOrigin(1))], null, null);
        var frames = CaptureFile.Read(bytes, out var fault);
        var messages = IsakmpDatagrams.Find(frames, out var fragments);
        var remark = messages.Count == 0 ? $"no ISAKMP message in {frames.Count} packets"
            : fragments > 0 ? $"{fragments} fragments of IP were passed over" : null;
        return new DecodeInput(messages, fault, remark);
    }

    /// <summary>One message in hexadecimal, with blanks and colons wherever one likes; null when it is none.</summary>
    public static DecodeInput? OfHex(string text)
    {
        var digits = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not (':' or '-')));
        try
        {
            return new DecodeInput([(IsakmpDatagrams.WithoutMarker(Convert.FromHexString(digits)), new MessageOrigin(1))], null, null);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
