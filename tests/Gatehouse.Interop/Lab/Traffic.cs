using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Interop.Lab;

/// <summary>Traffic between lab hosts by tests/lab/traffic.py, which checks every byte that comes back.</summary>
internal static class Traffic
{
    /// <summary>The port the echo servers listen on.</summary>
    public const int Port = 7007;

    private static readonly string Script = Places.Script("traffic.py");

    /// <summary>An echo server for TCP and UDP on a host's two addresses.</summary>
    public static RunningTool Serve(LabNetwork lab, string host, int port = Port)
    {
        var server = lab.Start(host, "python3", Script, "serve", $"{port}", lab.Address(host, 4), lab.Address(host, 6));
        server.WaitForOutput("serving", 10);
        return server;
    }

    /// <summary>Sends and receives; the verb is tcp, udp or df, the options are those of traffic.py.</summary>
    public static TrafficResult Run(LabNetwork lab, string from, string to, int family, string verb, params IEnumerable<string> options) =>
        TrafficResult.Read(lab.Run(TimeSpan.FromMinutes(2), from, Command(lab, to, Port, family, verb, options)));

    /// <summary>The same in the background; read the end with <see cref="TrafficResult.Read"/>.</summary>
    public static RunningTool Start(LabNetwork lab, string from, string to, int family, string verb, params IEnumerable<string> options) =>
        Start(lab, from, to, Port, family, verb, options);

    /// <summary>The same to another port.</summary>
    public static RunningTool Start(LabNetwork lab, string from, string to, int port, int family, string verb, params IEnumerable<string> options) =>
        lab.Start(from, Command(lab, to, port, family, verb, options));

    /// <summary>The same from inside a VM.</summary>
    public static TrafficResult Run(LabNetwork lab, PeerVm from, string to, int family, string verb, params IEnumerable<string> options) =>
        TrafficResult.Read(from.Run(60, ["python3", "/tmp/traffic.py", .. Command(lab, to, Port, family, verb, options).Skip(2)]));

    private static IEnumerable<string> Command(LabNetwork lab, string to, int port, int family, string verb, IEnumerable<string> options) =>
        ["python3", Script, verb, lab.Address(to, family), port.ToString(CultureInfo.InvariantCulture), .. options];
}

/// <summary>What traffic.py says at its end.</summary>
/// <param name="Ok">Everything came back intact.</param>
/// <param name="Facts">The JSON object, with the facts of the verb.</param>
/// <param name="Text">All that was said, for messages.</param>
internal sealed record TrafficResult(bool Ok, JsonElement Facts, string Text)
{
    /// <summary>A number among the facts.</summary>
    public double this[string name] => Facts.GetProperty(name).GetDouble();

    /// <summary>Reads the last line of a finished client.</summary>
    public static TrafficResult Read(ToolResult result)
    {
        if (result.Lines is not [.., var last] || last[0] != '{')
            throw new InvalidOperationException($"traffic.py said nothing: {result}");
        using var document = JsonDocument.Parse(last);
        return new TrafficResult(result.ExitCode == 0, document.RootElement.Clone(), result.ToString());
    }
}
