namespace Gatehouse.Scenarios.Document;

/// <summary>Where a host that runs the policy has its NTLM credentials for AuthIP. Files have lines DOMAIN:user:password; no WFP object comes of it.</summary>
/// <param name="Name">Who this host is when it begins, as DOMAIN\user; null for whom the library's defaults name.</param>
/// <param name="PasswordFile">Its password; null for the library's defaults.</param>
/// <param name="UsersFile">Whom this host knows when it is asked; null for the library's defaults, such as winbind.</param>
/// <param name="UserName">Who it is in extended mode; null for <paramref name="Name"/>.</param>
/// <param name="UserPasswordFile">That one's password; null for <paramref name="PasswordFile"/>.</param>
public sealed record NtlmSection(string? Name, string? PasswordFile, string? UsersFile, string? UserName, string? UserPasswordFile);
