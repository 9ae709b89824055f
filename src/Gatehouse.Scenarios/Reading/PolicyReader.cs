using System.Collections.Immutable;
using System.Text;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;
using Gatehouse.Scenarios.Validation;

namespace Gatehouse.Scenarios.Reading;

/// <summary>What came of reading a policy: the document, or every error of the file.</summary>
/// <param name="Document">The policy; null when there are errors.</param>
/// <param name="Errors">All errors in the order of the file; empty when there is a document.</param>
/// <param name="FileName">The name errors are reported under.</param>
public sealed record PolicyReadResult(PolicyDocument? Document, ImmutableArray<PolicyError> Errors, string FileName)
{
    /// <summary>Where the values of the document stand.</summary>
    public PolicyPlaces Places { get; init; } = PolicyPlaces.None;

    /// <summary>One line per error: file:line:column: path: message (expected …).</summary>
    public IEnumerable<string> ErrorLines() => Errors.Select(error => error.Format(FileName));
}

/// <summary>Reads a policy document, YAML or JSON. Any text is survived; nothing is looked up and no file is opened.</summary>
public static class PolicyReader
{
    /// <summary>Largest document, in characters and in bytes. A policy of a thousand rules is a tenth of it.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads a document. The file name only serves to report errors.</summary>
    public static PolicyReadResult Read(string text, string fileName)
    {
        var errors = new PolicyErrors();
        var root = ReadChecked(text, errors);
        return errors.Any || root is null
            ? new PolicyReadResult(null, errors.InOrder(), fileName)
            : new PolicyReadResult(PolicyBinder.Bind(root), [], fileName) { Places = PolicyPlaces.In(root) };
    }

    /// <summary>Reads a document from the bytes of a file, which must be UTF-8, with or without byte order mark.</summary>
    public static PolicyReadResult Read(ReadOnlySpan<byte> utf8, string fileName)
    {
        if (utf8.Length > MaxBytes)
            return new PolicyReadResult(null, [new PolicyError(1, 1, "", "the document is too large", $"at most {MaxBytes} bytes")], fileName);
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var content = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
            return Read(strict.GetString(content), fileName);
        }
        catch (DecoderFallbackException)
        {
            return new PolicyReadResult(null, [new PolicyError(1, 1, "", "the file is not UTF-8", "UTF-8 text")], fileName);
        }
    }

    private static PolicyNode? ReadChecked(string text, PolicyErrors errors)
    {
        if (text.Length > MaxBytes)
        {
            errors.Add(new SourcePosition(1, 1), "", "the document is too large", $"at most {MaxBytes} bytes");
            return null;
        }

        var paths = new DocumentPath(PolicyShape.Keys);
        if (TreeReader.Read(text, paths, errors) is not { } root)
            return null;
        new ShapeChecker(paths, errors).Check(root, PolicyShape.Document, "");
        foreach (var rule in PolicyRules.All)
            rule.Check(root, errors);
        return root;
    }
}
