using System.CommandLine;
using System.Globalization;
using Gatehouse.Analysis.Explain;
using Gatehouse.Base;
using Gatehouse.Cli.Commands;
using Gatehouse.Packets;

namespace Gatehouse.Cli.Explaining;

/// <summary>The options that describe a packet and its situation.</summary>
internal sealed class QuestionOptions
{
    private readonly Option<PacketDirection> _direction = WordOption.Create(
        "--direction", "Which way the packet goes.", ("out", PacketDirection.Outbound), ("in", PacketDirection.Inbound));

    private readonly Option<string> _protocol = new("--protocol")
    {
        Description = "tcp, udp, icmp, sctp, or a number.", HelpName = "PROTOCOL", DefaultValueFactory = _ => "tcp",
    };

    private readonly Option<string> _local = new("--local") { Description = "This host's address and port.", HelpName = "ADDR[:PORT]", Required = true };

    private readonly Option<string> _remote = new("--remote") { Description = "The peer's address and port.", HelpName = "ADDR[:PORT]", Required = true };

    private readonly Option<string?> _icmp = new("--icmp") { Description = "ICMP type and code. Default: an echo request.", HelpName = "TYPE[:CODE]" };

    private readonly Option<Presence> _sa = WordOption.Create(
        "--sa", "Whether an SA with the peer stands.", ("none", Presence.None), ("established", Presence.Established));

    private readonly Option<string> _arrives = new("--arrives")
    {
        Description = "Inbound: clear or esp. Default: esp with --sa established, else clear.", HelpName = "clear|esp", DefaultValueFactory = _ => "",
    };

    private readonly Option<FlowHistory> _flow = WordOption.Create(
        "--flow", "What went before between these ports.", ("new", FlowHistory.New), ("clear", FlowHistory.Clear), ("secured", FlowHistory.Secured));

    private readonly Option<Side> _begun = WordOption.Create(
        "--begun-by", "Who began a flow that is not new.", ("local", Side.Local), ("remote", Side.Remote));

    public QuestionOptions(Command command)
    {
        foreach (var option in new Option[] { _direction, _protocol, _local, _remote, _icmp, _sa, _arrives, _flow, _begun })
            command.Options.Add(option);
    }

    // An option of type bool takes no word of its own.
    private enum Presence
    {
        None,
        Established,
    }

    private enum Side
    {
        Local,
        Remote,
    }

    /// <summary>The question, or null after saying on <paramref name="error"/> which option is wrong and what it takes.</summary>
    public Question? Read(ParseResult parsed, TextWriter error)
    {
        if (Problem(parsed, out var local, out var remote, out var protocol) is { } problem)
        {
            error.WriteLine(problem);
            return null;
        }

        var direction = parsed.GetValue(_direction);
        var sa = parsed.GetValue(_sa) == Presence.Established;
        var flow = parsed.GetValue(_flow);
        return new Question
        {
            Direction = direction,
            Protocol = protocol,
            Local = local,
            Remote = remote,
            HasSa = sa,
            ArrivesProtected = direction == PacketDirection.Inbound && (parsed.GetValue(_arrives) is "esp" || (parsed.GetValue(_arrives) is "" && sa)),
            Flow = flow,
            BegunByPeer = flow == FlowHistory.New ? direction == PacketDirection.Inbound : parsed.GetValue(_begun) == Side.Remote,
        };
    }

    private string? Problem(ParseResult parsed, out Endpoint local, out Endpoint remote, out byte protocol)
    {
        (local, remote, protocol) = (default, default, 0);
        if (!Endpoint.TryParse(parsed.GetValue(_local)!, out local))
            return $"--local: '{parsed.GetValue(_local)}' is not {Endpoint.Form}";
        if (!Endpoint.TryParse(parsed.GetValue(_remote)!, out remote))
            return $"--remote: '{parsed.GetValue(_remote)}' is not {Endpoint.Form}";
        if (local.Address.Family != remote.Address.Family)
            return "--local and --remote: both addresses are of one family";
        if (parsed.GetValue(_arrives) is not ("" or "clear" or "esp"))
            return "--arrives takes clear or esp";
        if (!TryProtocol(parsed.GetValue(_protocol)!, local.Address.IsV4, out protocol))
            return $"--protocol: '{parsed.GetValue(_protocol)}' is not tcp, udp, icmp, sctp or a number 0 to 255";
        var isIcmp = protocol == (local.Address.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6);
        if ((local.Port | remote.Port) != 0 && !IpProtocol.HasPorts(protocol))
            return $"--protocol {parsed.GetValue(_protocol)} has no ports";
        if (isIcmp)
            return Icmp(parsed.GetValue(_icmp), ref local, ref remote);
        return parsed.GetValue(_icmp) is null ? null : "--icmp belongs to --protocol icmp";
    }

    private static string? Icmp(string? text, ref Endpoint local, ref Endpoint remote)
    {
        var parts = (text ?? (local.Address.IsV4 ? "8" : "128")).Split(':');
        var code = (byte)0;
        if (parts.Length > 2 || !byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var type)
            || (parts.Length == 2 && !byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out code)))
        {
            return $"--icmp: '{text}' is not TYPE or TYPE:CODE, numbers 0 to 255";
        }

        (local, remote) = (local with { Port = type }, remote with { Port = code });
        return null;
    }

    private static bool TryProtocol(string text, bool isV4, out byte protocol)
    {
        protocol = text switch
        {
            "tcp" => IpProtocol.Tcp,
            "udp" => IpProtocol.Udp,
            "sctp" => IpProtocol.Sctp,
            "icmp" => isV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6,
            _ => 0,
        };
        return protocol != 0 || byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out protocol);
    }
}
