using System.Text.RegularExpressions;

namespace Gatehouse.Interop.Lab;

/// <summary>The rules, routes and marks of a host, to compare before and after.</summary>
internal static partial class HostState
{
    private static readonly string[][] Questions =
    [
        ["iptables-save"], ["ip6tables-save"],
        ["ip", "-4", "rule", "show"], ["ip", "-6", "rule", "show"],
        ["ip", "-4", "route", "show", "table", "all"], ["ip", "-6", "route", "show", "table", "all"],
        ["ip", "-d", "link", "show"],
    ];

    /// <summary>One text with everything; counters, comments, empty built-in tables and the time of day are left out.</summary>
    public static string Of(LabNetwork lab, string host)
    {
        var lines = Questions.SelectMany(question => lab.Run(host, question).Succeeded().Lines
            .Select(line => $"{question[0]} {question[1..].FirstOrDefault()}: {line.Trim()}"));
        return string.Join('\n', lines.Where(line => !Noise().IsMatch(line)).Select(line => Changing().Replace(line, "")));
    }

    /// <summary>Comments, table headers, built-in chains (upper case, with a policy) and COMMIT; neighbour routes of IPv6 come and go.</summary>
    [GeneratedRegex(@"tables-save : (#|\*|COMMIT|:(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) ACCEPT)|dev lo |RTNETLINK")]
    private static partial Regex Noise();

    [GeneratedRegex(@"\[\d+:\d+\]|expires \d+sec| proto kernel| pref medium")]
    private static partial Regex Changing();
}
