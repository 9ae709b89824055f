using System.Text.RegularExpressions;
using Gatehouse.Base;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>An entry of the list of tests: the options of gatehouse explain as keys, and the verdict expected.</summary>
internal static partial class PolicyTestShape
{
    private static readonly TextShape Name = new("1 to 200 characters on one line", NamePattern());

    private static readonly TextShape End = new(Endpoint.Form, EndPattern(), text => Endpoint.TryParse(text, out _));

    private static readonly UnionShape Icmp = new(
    [
        new NumberShape(0, byte.MaxValue),
        new TextShape("an ICMP TYPE or TYPE:CODE, numbers 0 to 255", IcmpPattern(), text => TryReadIcmp(text, out _, out _)),
    ]);

    public static readonly MappingShape Test = new(
    [
        new("name", Name, "What the test is about, for reports."),
        new("direction", Words.Direction.Shape, "Which way the packet goes.", Required: true),
        new("protocol", new UnionShape([Words.Protocol.Shape, new NumberShape(0, byte.MaxValue)]), "IP protocol.", Default: "\"tcp\""),
        new("local", End, "This host's address and port.", Required: true),
        new("remote", End, "The peer's address and port.", Required: true),
        new("icmp", Icmp, "ICMP type and code. Default: an echo request."),
        new("sa", Words.Sa.Shape, "Whether an SA with the peer stands.", Default: "\"none\""),
        new("arrives", Words.Arrival.Shape, "Inbound: how the packet arrives. Default: esp where an SA stands, else clear."),
        new("flow", Words.Flow.Shape, "What went before between these ports.", Default: "\"new\""),
        new("begunBy", Words.BegunByPeer.Shape, "Who began a flow that is not new.", Default: "\"local\""),
        new("expect", Words.Verdict.Shape, "What must become of the packet.", Required: true),
    ]);

    /// <summary>Reads TYPE or TYPE:CODE; code 0 when none is given.</summary>
    public static bool TryReadIcmp(string? text, out byte type, out byte code)
    {
        (type, code) = (0, 0);
        var parts = (text ?? "").Split(':');
        return parts.Length <= 2 && byte.TryParse(parts[0], out type) && (parts.Length == 1 || byte.TryParse(parts[1], out code));
    }

    [GeneratedRegex(@"^[^\r\n]{1,200}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^\[?[0-9A-Fa-f:.]+\]?(:[0-9]{1,5})?$")]
    private static partial Regex EndPattern();

    [GeneratedRegex("^[0-9]{1,3}(:[0-9]{1,3})?$")]
    private static partial Regex IcmpPattern();
}
