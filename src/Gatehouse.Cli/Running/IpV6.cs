namespace Gatehouse.Cli.Running;

/// <summary>Whether this kernel speaks IPv6 at all. Only then may its packets go unqueued.</summary>
internal static class IpV6
{
    // The runtime's own answer can be turned off by an environment variable, and then IPv6 would pass in clear.
    public static bool IsInKernel => File.Exists("/proc/net/if_inet6");
}
