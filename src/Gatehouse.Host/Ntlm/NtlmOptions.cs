namespace Gatehouse.Host.Ntlm;

/// <summary>Credentials for NTLM. Files have lines DOMAIN:user:password.</summary>
public sealed record NtlmOptions
{
    /// <summary>Who this host is when it begins, as DOMAIN\user; null for whom the library's defaults name.</summary>
    public string? User { get; init; }

    /// <summary>File with this host's own password, for when it begins; null for the library's defaults, such as winbind on a member of a domain.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>File with those this host knows when it is asked; null for the library's defaults. The same in the whole process.</summary>
    public string? UserFile { get; init; }
}
