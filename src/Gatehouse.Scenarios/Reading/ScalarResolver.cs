using System.Text.RegularExpressions;

namespace Gatehouse.Scenarios.Reading;

/// <summary>YAML 1.2 core schema, section 10.3.2: what an unquoted scalar means. JSON literals come out as JSON says.</summary>
internal static partial class ScalarResolver
{
    public static ScalarKind Resolve(string value, bool plain)
    {
        if (!plain)
            return ScalarKind.Text;
        return value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
            _ when Integer().IsMatch(value) => ScalarKind.Integer,
            _ when Float().IsMatch(value) => ScalarKind.Float,
            _ => ScalarKind.Text,
        };
    }

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex Float();
}
