using System.CommandLine;
using System.Globalization;

namespace Gatehouse.Cli.Commands;

/// <summary>Durations on the command line: 500ms, 30s, 5m, 2h, 1d.</summary>
internal static class DurationOption
{
    /// <summary>A year; longer is a typing error.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result =>
        {
            if (result.Tokens.Count == 1 && TryParse(result.Tokens[0].Value, out var duration))
                return duration;
            result.AddError($"{name} takes a duration such as 30s, 5m or 2h");
            return null;
        },
    };

    /// <summary>Reads a whole number and its unit.</summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        var unit = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        if (number == 0 || unit == TimeSpan.Zero || number > Longest / unit)
            return false;
        duration = number * unit;
        return true;
    }
}
