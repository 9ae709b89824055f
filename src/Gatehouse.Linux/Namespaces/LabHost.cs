namespace Gatehouse.Linux.Namespaces;

/// <summary>One host of a <see cref="LabNetwork"/>.</summary>
/// <param name="Name">Short name, such as "a".</param>
/// <param name="Namespace">Its network namespace.</param>
/// <param name="V4">IPv4 address of eth0.</param>
/// <param name="V6">IPv6 address of eth0.</param>
public sealed record LabHost(string Name, string Namespace, string V4, string V6);
