using System.Text.RegularExpressions;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>Names of files.</summary>
internal static partial class FileShapes
{
    /// <summary>Any path.</summary>
    public static readonly TextShape Path = new("a path", PathPattern());

    /// <summary>One line of at most PATH_MAX characters.</summary>
    [GeneratedRegex(@"^[^\x00-\x1f]{1,4096}$")]
    public static partial Regex PathPattern();
}
