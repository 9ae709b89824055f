using System.Text;
using System.Xml;

namespace Gatehouse.Analysis.Import;

/// <summary>
/// Bytes to elements. No document type, no entity but the five of XML, nothing fetched, and bounded in size, number and depth. A file may have
/// several roots: netsh writes two.
/// </summary>
internal static class XmlTreeReader
{
    /// <summary>The state of a large Windows server is some ten megabytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int MaxElements = 2_000_000;
    private const int MaxDepth = 32;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Fragment,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
    };

    /// <summary>The roots; null after adding why not.</summary>
    public static List<XmlElementNode>? Read(ReadOnlySpan<byte> bytes, List<ImportRemark> errors)
    {
        if (bytes.Length > MaxBytes)
        {
            errors.Add(new ImportRemark(1, 1, "", "the file is too large", $"at most {MaxBytes} bytes"));
            return null;
        }

        return Decode(bytes, errors) is { } text ? Parse(text, errors) : null;
    }

    // What a shell redirects may be UTF-16 under a declaration that says UTF-8, so the byte order mark counts and the declaration does not.
    private static string? Decode(ReadOnlySpan<byte> bytes, List<ImportRemark> errors)
    {
        var (encoding, skip) = bytes switch
        {
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
            [0xEF, 0xBB, 0xBF, ..] => ((Encoding)new UTF8Encoding(false, throwOnInvalidBytes: true), 3),
            _ => (new UTF8Encoding(false, throwOnInvalidBytes: true), 0),
        };
        try
        {
            return encoding.GetString(bytes[skip..]);
        }
        catch (DecoderFallbackException)
        {
            errors.Add(new ImportRemark(1, 1, "", "the file is no text", "UTF-8, or UTF-16 with a byte order mark"));
            return null;
        }
    }

    private static List<XmlElementNode>? Parse(string text, List<ImportRemark> errors)
    {
        var roots = new List<XmlElementNode>();
        var open = new Stack<(XmlElementNode Node, StringBuilder Text)>();
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        var place = (IXmlLineInfo)reader;
        var elements = 0;
        try
        {
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.EndElement:
                        var (closed, content) = open.Pop();
                        closed.Text = content.ToString().Trim();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA when open.TryPeek(out var owner):
                        owner.Text.Append(reader.Value);
                        break;
                    case XmlNodeType.Element:
                        var parent = open.TryPeek(out var around) ? around.Node : null;
                        var node = new XmlElementNode(reader.LocalName, parent, place.LineNumber, place.LinePosition);
                        if (++elements > MaxElements || open.Count >= MaxDepth)
                        {
                            var limit = elements > MaxElements ? $"at most {MaxElements} elements" : $"at most {MaxDepth} levels";
                            errors.Add(new ImportRemark(node.Line, node.Column, node.Path, "the file has too much of it", limit));
                            return null;
                        }

                        (parent?.Children ?? roots).Add(node);
                        if (!reader.IsEmptyElement)
                            open.Push((node, new StringBuilder()));
                        break;
                }
            }
        }
        catch (XmlException exception)
        {
            var where = open.TryPeek(out var inside) ? inside.Node.Path : "";
            var (line, column) = (Math.Max(1, exception.LineNumber), Math.Max(1, exception.LinePosition));
            errors.Add(new ImportRemark(line, column, where, $"not XML: {OneLine(exception.Message)}", "the XML that netsh writes"));
            return null;
        }

        return roots;
    }

    // The place is told already, and the message ends with it.
    private static string OneLine(string message)
    {
        var line = message.ReplaceLineEndings(" ");
        var end = line.IndexOf(" Line ", StringComparison.Ordinal);
        return (end < 0 ? line : line[..end]).TrimEnd('.', ' ');
    }
}
