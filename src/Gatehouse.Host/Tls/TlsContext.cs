using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Host.Tls;

/// <summary>One handshake of TLS 1.2, which [MS-AIPS] 1.2.1 refers to (RFC 5246): each step takes the peer's flight and gives the next.</summary>
internal sealed unsafe class TlsContext(LibSsl library, TlsOptions options, bool isClient) : IGssContext
{
    private const int Pem = 1;
    private const int Tls12 = 0x0303;
    private const int SetMinimumVersion = 123;
    private const int SetMaximumVersion = 124;
    private const int SetSessionCacheMode = 44;
    private const ulong NoTicket = 1UL << 14;
    private const ulong NoRenegotiation = 1UL << 30;
    private const int VerifyPeer = 1;
    private const int FailWithoutPeerCertificate = 2;
    private const ulong CheckRevocation = 0x4 | 0x8;
    private const int WantRead = 2;
    private const int ExportedLength = 32;
    private const int MasterSecretLength = 48;
    private const int NoPeerCertificate = 199;

    private nint _settings;
    private nint _ssl;
    private nint _input;
    private nint _output;
    private bool _isDone;

    /// <inheritdoc/>
    public string PeerName { get; private set; } = "";

    /// <inheritdoc/>
    public GssResult Step(ReadOnlySpan<byte> token)
    {
        if (_isDone)
            return GssResult.Failed(WindowsError.InvalidPayload, "a token behind the last");
        library.ClearErrors();
        if (_ssl == 0 && Prepare() is { } failure)
            return failure;
        fixed (byte* bytes = token)
        {
            if (token.Length > 0 && library.BioWrite(_input, bytes, token.Length) != token.Length)
                return GssResult.Failed(WindowsError.InvalidPayload, "the token is not taken");
        }

        var result = library.DoHandshake(_ssl);
        if (result == 1)
            return Complete();
        if (library.GetError(_ssl, result) != WantRead)
            return Refused();
        var reply = TakeOutput();
        // Half a flight would wait for ever: the other half never comes, since each token is a whole flight.
        return reply.Length > 0 ? new GssResult(GssOutcome.Continue, reply) : GssResult.Failed(WindowsError.InvalidPayload, "the peer's flight is incomplete");
    }

    /// <inheritdoc/>
    public SecretBytes ExportKey()
    {
        if (!_isDone)
            throw new InvalidOperationException("not authenticated");
        if (options.Secret == TlsSecret.None)
            return new SecretBytes([]);
        Span<byte> key = stackalloc byte[options.Secret == TlsSecret.Exporter ? ExportedLength : MasterSecretLength];
        fixed (byte* bytes = key)
        fixed (byte* label = "EXPERIMENTAL-authip"u8)
        {
            var complete = options.Secret == TlsSecret.Exporter
                ? library.Export(_ssl, bytes, ExportedLength, label, (nuint)"EXPERIMENTAL-authip"u8.Length, null, 0, 0) == 1
                : library.MasterKey(library.Session(_ssl), bytes, MasterSecretLength) == MasterSecretLength;
            if (!complete)
                throw new InvalidOperationException($"the library does not give out the secret: {library.LastError()}");
        }

        var secret = new SecretBytes(key);
        CryptographicOperations.ZeroMemory(key);
        return secret;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Both BIOs belong to the connection.
        if (_ssl != 0)
            library.SslFree(_ssl);
        if (_settings != 0)
            library.ContextFree(_settings);
        (_ssl, _settings) = (0, 0);
    }

    private GssResult? Prepare()
    {
        foreach (var (file, what) in Files())
        {
            if (!File.Exists(file))
                return GssResult.Failed(WindowsError.NoCert, $"{file}: there is no such file; it should hold {what}");
        }

        _settings = library.ContextNew(library.Method());
        library.ContextControl(_settings, SetMinimumVersion, Tls12, 0);
        library.ContextControl(_settings, SetMaximumVersion, Tls12, 0);
        library.ContextControl(_settings, SetSessionCacheMode, 0, 0);
        library.ContextOptions(_settings, NoTicket | NoRenegotiation);
        library.SetPassphrase(_settings, &NoPassphrase);
        library.SetVerify(_settings, VerifyPeer | FailWithoutPeerCertificate, 0);
        if (LoadFiles() is { } failure)
            return GssResult.Failed(WindowsError.NoCert, failure);
        _ssl = library.SslNew(_settings);
        (_input, _output) = (library.BioNew(library.MemoryMethod()), library.BioNew(library.MemoryMethod()));
        library.SetBio(_ssl, _input, _output);
        if (isClient)
            library.SetConnectState(_ssl);
        else
            library.SetAcceptState(_ssl);
        return null;
    }

    private IEnumerable<(string File, string What)> Files()
    {
        yield return (options.Certificate, "this host's certificate in PEM");
        yield return (options.PrivateKey, "this host's private key in PEM");
        if (options.Roots is { } roots)
            yield return (roots, "the trusted roots in PEM");
        if (options.RevocationLists is { } lists)
            yield return (lists, "the authorities' revocation lists in PEM");
    }

    private string? LoadFiles()
    {
        // The key exchange is ephemeral: who steals the certificate's key later must not open what was sealed before.
        fixed (byte* ciphers = "ECDHE+AESGCM:ECDHE+AES\0"u8)
        {
            if (library.SetCiphers(_settings, ciphers) != 1)
                return $"this OpenSSL has none of the ciphers wanted ({library.LastError()})";
        }

        if (!With(options.Certificate, path => library.UseChainFile(_settings, (byte*)path)))
            return $"{options.Certificate}: no certificate chain in PEM ({library.LastError()})";
        if (!With(options.PrivateKey, path => library.UsePrivateKeyFile(_settings, (byte*)path, Pem)))
            return $"{options.PrivateKey}: no private key in PEM without passphrase ({library.LastError()})";
        if (library.CheckPrivateKey(_settings) != 1)
            return $"{options.PrivateKey}: it is not the key of the certificate in {options.Certificate}";
        if (options.Roots is null ? library.DefaultVerifyPaths(_settings) != 1 : !Trust(options.Roots))
            return $"{options.Roots ?? "the machine's roots"}: no certificate in PEM ({library.LastError()})";
        if (options.RevocationLists is not { } lists)
            return null;
        library.SetVerifyFlags(library.VerifyParameters(_settings), CheckRevocation);
        return Trust(lists) ? null : $"{lists}: no revocation list in PEM ({library.LastError()})";
    }

    private bool Trust(string file) => With(file, path => library.LoadVerifyFile(_settings, (byte*)path));

    private static bool With(string file, Func<nint, int> load)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(file + '\0'))
            return load((nint)path) == 1;
    }

    // Without this OpenSSL would ask the terminal.
    [UnmanagedCallersOnly]
    private static int NoPassphrase(byte* buffer, int size, int writing, nint state) => -1;

    private GssResult Complete()
    {
        var chain = library.VerifiedChain(_ssl);
        var length = chain == 0 ? 0 : library.StackCount(chain);
        if (length == 0)
            return GssResult.Failed(WindowsError.NoPeerCert, "the peer sent no certificate");
        using var root = Certificate(library.StackValue(chain, length - 1));
        if (!options.TrustedRoots.IsEmpty && !options.TrustedRoots.Any(text => DistinguishedNames.Match(text, root.SubjectName)))
        {
            return GssResult.Failed(
                WindowsError.AuthFail, $"the peer's certificate leads to {root.Subject}, which is none of the policy's trustedRoots");
        }

        using var peer = Certificate(library.StackValue(chain, 0));
        var name = peer.Subject.Length > 0 ? peer.Subject : peer.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        (PeerName, _isDone) = (name, true);
        return new GssResult(GssOutcome.Done, TakeOutput());
    }

    private GssResult Refused()
    {
        var verdict = library.VerifyResult(_ssl);
        if (verdict != 0)
            return GssResult.Failed(WindowsError.AuthFail, $"the peer's certificate is refused: {LibSsl.Text(library.VerifyText(verdict))}");
        var reason = library.NextError();
        library.ClearErrors();
        var text = library.ReasonText(reason);
        return GssResult.Failed(
            (reason & 0x7FFFFF) == NoPeerCertificate ? WindowsError.NoPeerCert : WindowsError.AuthFail,
            text is null ? "the handshake failed" : $"the handshake failed: {LibSsl.Text(text)}");
    }

    private byte[] TakeOutput()
    {
        var bytes = new byte[(int)library.BioPending(_output)];
        fixed (byte* target = bytes)
        {
            if (bytes.Length > 0 && library.BioRead(_output, target, bytes.Length) != bytes.Length)
                throw new InvalidOperationException("a memory BIO gave less than it holds");
        }

        return bytes;
    }

    private X509Certificate2 Certificate(nint x509)
    {
        var bytes = new byte[library.EncodeCertificate(x509, null)];
        fixed (byte* start = bytes)
        {
            var end = start;
            library.EncodeCertificate(x509, &end);
        }

        return X509CertificateLoader.LoadCertificate(bytes);
    }
}
