using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Host.Kerberos;

/// <summary>What this host is called in its realm when nobody says so.</summary>
public static class HostPrincipal
{
    /// <summary>host/ and the full name, as a host that joined has it in its keytab. May ask DNS, and waits for it.</summary>
    public static string Service() => $"host/{FullName().ToLowerInvariant()}";

    /// <summary>The short name and $, as Windows calls its computers (sAMAccountName).</summary>
    public static string Machine() => $"{Dns.GetHostName().Split('.')[0].ToUpperInvariant()}$";

    private static string FullName()
    {
        var name = Dns.GetHostName();
        if (name.Contains('.', StringComparison.Ordinal))
            return name;
        try
        {
            return Dns.GetHostEntry(name).HostName;
        }
        catch (SocketException)
        {
            return name;
        }
    }
}
