using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gatehouse.Interop.Lab;

namespace Gatehouse.Interop.Kerberos;

/// <summary>
/// A realm with a real MIT KDC on a port of this host, its database and keytabs in a folder of its own, which needs no root; or on a host of a lab.
/// </summary>
internal sealed class TestRealm : IDisposable
{
    public const string Name = "GATEHOUSE.TEST";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gatehouse-kdc-");
    private readonly Dictionary<string, string?> _environment;
    private readonly int _port = FreePort();
    private readonly LabNetwork? _lab;
    private readonly string _host;
    private Process? _kdc;

    public TestRealm(LabNetwork? lab = null, string host = "")
    {
        (_lab, _host) = (lab, host);
        Privileged.RequireTools("krb5kdc", "kdb5_util", "kadmin.local", "kinit");
        _environment = new() { ["KRB5_CONFIG"] = File("krb5.conf"), ["KRB5_KDC_PROFILE"] = File("kdc.conf") };
        WriteConfiguration();
        Run("kdb5_util", "create", "-s", "-r", Name, "-P", "test of Gatehouse");
        Start();

        // The library reads the environment of the process, which .NET keeps a copy of.
        foreach (var (name, value) in Variables)
            SetEnvironment(name, value!);
    }

    /// <summary>The environment of a process that uses this realm.</summary>
    public Dictionary<string, string?> Variables => new() { ["KRB5_CONFIG"] = File("krb5.conf"), ["KRB5RCACHENAME"] = "none:" };

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A new principal with a keytab; called again it gets other keys, and older keytabs no longer fit.</summary>
    public string Keytab(string principal, string file)
    {
        Run("kadmin.local", "-r", Name, "-q", $"addprinc -randkey {principal}@{Name}");
        Run("kadmin.local", "-r", Name, "-q", $"ktadd -k {File(file)} {principal}@{Name}");
        return File(file);
    }

    /// <summary>A cache with a ticket of that lifetime.</summary>
    public string Tickets(string principal, string keytab, string lifetime)
    {
        var cache = File($"tickets-{Guid.NewGuid():N}");
        string[] kinit = [.. Inside, Program("kinit"), "-k", "-t", keytab, "-l", lifetime, "-c", cache, $"{principal}@{Name}"];
        Tool.Run(TimeSpan.FromMinutes(1), _environment, kinit[0], kinit[1..]).Succeeded();
        return $"FILE:{cache}";
    }

    /// <summary>The KDC takes requests and answers none, until it goes on.</summary>
    public void Freeze() => Tool.Run("kill", "-STOP", $"{_kdc!.Id}").Succeeded();

    /// <summary>Ends <see cref="Freeze"/>.</summary>
    public void Thaw() => Tool.Run("kill", "-CONT", $"{_kdc!.Id}").Succeeded();

    public void Stop()
    {
        _kdc?.Kill(entireProcessTree: true);
        _kdc?.WaitForExit();
        _kdc?.Dispose();
        _kdc = null;
    }

    /// <summary>Starts the KDC; with an offset such as "+1h" it has another time than this host.</summary>
    public void Start(string? clock = null)
    {
        string[] kdc = [Program("krb5kdc"), "-n", "-r", Name, "-P", File("pid")];
        string[] command = [.. Inside, .. clock is null ? kdc : ["faketime", "-f", clock, .. kdc]];
        _kdc = Process.Start(Tool.Describe(command[0], command[1..], _environment))!;
        for (var attempt = 0; attempt < 200 && !Answers(); attempt++)
            Thread.Sleep(25);
    }

    public void Dispose()
    {
        Stop();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<string> Inside => _lab is null ? [] : ["ip", "netns", "exec", _lab.Namespace(_host)];

    private string Address => _lab is null ? "127.0.0.1" : _lab.Address(_host, 4);

    private void WriteConfiguration()
    {
        System.IO.File.WriteAllText(File("krb5.conf"), $$"""
            [libdefaults]
              default_realm = {{Name}}
              dns_lookup_kdc = false
              dns_lookup_realm = false
              dns_canonicalize_hostname = false
              rdns = false
              udp_preference_limit = 1
            [realms]
              {{Name}} = {
                kdc = {{Address}}:{{_port}}
              }

            """);
        System.IO.File.WriteAllText(File("kdc.conf"), $$"""
            [kdcdefaults]
              kdc_listen = ""
              kdc_tcp_listen = {{Address}}:{{_port}}
            [realms]
              {{Name}} = {
                database_name = {{File("principal")}}
                key_stash_file = {{File("stash")}}
                acl_file = {{File("acl")}}
                supported_enctypes = aes256-cts-hmac-sha1-96:normal
              }

            """);
    }

    private void Run(string file, params string[] arguments) =>
        Tool.Run(TimeSpan.FromMinutes(1), _environment, Program(file), arguments).Succeeded();

    private bool Answers()
    {
        if (_lab is not null)
            return _lab.Run(_host, "ss", "-ltnH", $"sport = :{_port}").Output.Length > 0;
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Program(string file) => System.IO.File.Exists($"/usr/sbin/{file}") ? $"/usr/sbin/{file}" : file;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void SetEnvironment(string name, string value)
    {
        if (SetEnvironment(name, value, overwrite: 1) != 0)
            throw new InvalidOperationException($"{name} cannot be set");
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
