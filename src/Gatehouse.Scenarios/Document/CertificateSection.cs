namespace Gatehouse.Scenarios.Document;

/// <summary>
/// Where a host that runs the policy has its certificate for AuthIP, and by which roots it judges those of peers. Paths of PEM files; no WFP object comes
/// of it.
/// </summary>
/// <param name="Chain">This host's certificate, then the intermediates.</param>
/// <param name="PrivateKey">Its private key, without passphrase.</param>
/// <param name="Roots">Trusted roots; null for those the machine trusts.</param>
/// <param name="RevocationLists">A revocation list of every authority; null where revocation is not checked.</param>
/// <param name="UserChain">The certificate of extended mode; null for this host's.</param>
/// <param name="UserPrivateKey">The private key of extended mode; null together with <paramref name="UserChain"/>.</param>
public sealed record CertificateSection(
    string Chain, string PrivateKey, string? Roots, string? RevocationLists, string? UserChain, string? UserPrivateKey);
