using System.Text.Json;

namespace Gatehouse.Interop.Lab;

/// <summary>The product in a lab host: "gatehouse run", and its client commands.</summary>
internal sealed class GatehouseProcess : RunningTool
{
    /// <summary>The pre-shared key of the tests.</summary>
    public const string Psk = "gatehouse-lab-psk";

    private readonly LabNetwork _lab;
    private readonly string _host;

    private GatehouseProcess(LabNetwork lab, string host, string? policy, Dictionary<string, string?> variables, string[] options)
        : base("ip", Command(lab, host, ["run", .. policy is null ? [] : new[] { policy }, "--log", "json", .. options]), variables)
    {
        _lab = lab;
        _host = host;
    }

    /// <summary>Starts "gatehouse run" and waits for its ready line; without policy it starts from its --state.</summary>
    public static GatehouseProcess Run(LabNetwork lab, string host, string? policy, params string[] options)
    {
        var process = Start(lab, host, policy, Psk, options);
        process.WaitForOutput("^ready", 30);
        return process;
    }

    /// <summary>Starts "gatehouse run" with any secret, or none, and does not wait.</summary>
    public static GatehouseProcess Start(LabNetwork lab, string host, string? policy, string? psk, params string[] options) =>
        new(lab, host, policy, Variables(psk), options);

    /// <summary>Starts "gatehouse run" in an environment with these variables too, and waits for its ready line.</summary>
    public static GatehouseProcess RunWith(LabNetwork lab, string host, string policy, Dictionary<string, string?> more, params string[] options)
    {
        var variables = Variables(Psk);
        foreach (var (name, value) in more)
            variables[name] = value;
        var process = new GatehouseProcess(lab, host, policy, variables, options);
        process.WaitForOutput("^ready", 30);
        return process;
    }

    /// <summary>The same with so much managed heap and no more.</summary>
    public static GatehouseProcess WithHeapLimit(LabNetwork lab, string host, string policy, int megabytes)
    {
        var variables = Variables(Psk);
        variables["DOTNET_GCHeapHardLimit"] = $"0x{megabytes * 1024 * 1024:x}";
        return new(lab, host, policy, variables, []);
    }

    /// <summary>A command of the product that ends by itself, on a host.</summary>
    public static ToolResult Execute(LabNetwork lab, string host, params string[] arguments) =>
        Tool.Run(TimeSpan.FromSeconds(30), Variables(Psk), "ip", Command(lab, host, arguments));

    /// <summary>The events so far: the lines of stderr that are JSON objects.</summary>
    public List<NodeEvent> Events() => [.. Error.Split('\n').Where(line => line.StartsWith('{')).Select(NodeEvent.Parse)];

    /// <summary>Waits for an event that matches; throws with all that was said when it does not come.</summary>
    public NodeEvent WaitForEvent(Predicate<NodeEvent> wanted, double seconds)
    {
        for (var until = Environment.TickCount64 + (seconds * 1000); ;)
        {
            if (Events().Find(wanted) is { } found)
                return found;
            if (Environment.TickCount64 > until)
                throw new TimeoutException($"the event did not come within {seconds} s; {_host} said:\n{Output}\n{Error}");
            Thread.Sleep(20);
        }
    }

    /// <summary>The answer of "gatehouse status --format json".</summary>
    public JsonElement Status()
    {
        using var document = JsonDocument.Parse(Execute(_lab, _host, "status", "--format", "json").Succeeded().Output);
        return document.RootElement.Clone();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public int Terminate()
    {
        Signal("TERM");
        return WaitForExit(15);
    }

    private static IEnumerable<string> Command(LabNetwork lab, string host, IEnumerable<string> arguments) =>
        ["netns", "exec", lab.Namespace(host), "dotnet", Places.Gatehouse, .. arguments];

    // The tests may run over SSH; that connection does not go through the lab, so "run" must not look at it.
    private static Dictionary<string, string?> Variables(string? psk) =>
        new() { [PolicyFile.Variable] = psk, ["SSH_CONNECTION"] = null, ["SSH_CLIENT"] = null };
}
