using System.Runtime.InteropServices;
using System.Text;

namespace Gatehouse.Host.Tls;

/// <summary>
/// OpenSSL 3's libssl, found at run time: the platform's own SslStream gives no access to the secrets of a connection. Names and arguments are
/// libssl's (ssl.h, bio.h, x509.h); macros of its headers are spelled out here.
/// </summary>
internal sealed unsafe class LibSsl
{
    private const string FileName = "libssl.so.3";
    private const string CryptoFileName = "libcrypto.so.3";
    private static readonly Lazy<LibSsl?> Loaded = new(Load);
    private readonly nint _ssl;
    private readonly nint _crypto;

    private LibSsl(nint ssl, nint crypto)
    {
        (_ssl, _crypto) = (ssl, crypto);
        Method = (delegate* unmanaged<nint>)Ssl("TLS_method");
        ContextNew = (delegate* unmanaged<nint, nint>)Ssl("SSL_CTX_new");
        ContextFree = (delegate* unmanaged<nint, void>)Ssl("SSL_CTX_free");
        ContextControl = (delegate* unmanaged<nint, int, nint, nint, nint>)Ssl("SSL_CTX_ctrl");
        ContextOptions = (delegate* unmanaged<nint, ulong, ulong>)Ssl("SSL_CTX_set_options");
        SetCiphers = (delegate* unmanaged<nint, byte*, int>)Ssl("SSL_CTX_set_cipher_list");
        UseChainFile = (delegate* unmanaged<nint, byte*, int>)Ssl("SSL_CTX_use_certificate_chain_file");
        UsePrivateKeyFile = (delegate* unmanaged<nint, byte*, int, int>)Ssl("SSL_CTX_use_PrivateKey_file");
        SetPassphrase = (delegate* unmanaged<nint, delegate* unmanaged<byte*, int, int, nint, int>, void>)Ssl("SSL_CTX_set_default_passwd_cb");
        CheckPrivateKey = (delegate* unmanaged<nint, int>)Ssl("SSL_CTX_check_private_key");
        LoadVerifyFile = (delegate* unmanaged<nint, byte*, int>)Ssl("SSL_CTX_load_verify_file");
        DefaultVerifyPaths = (delegate* unmanaged<nint, int>)Ssl("SSL_CTX_set_default_verify_paths");
        SetVerify = (delegate* unmanaged<nint, int, nint, void>)Ssl("SSL_CTX_set_verify");
        VerifyParameters = (delegate* unmanaged<nint, nint>)Ssl("SSL_CTX_get0_param");
        SslNew = (delegate* unmanaged<nint, nint>)Ssl("SSL_new");
        SslFree = (delegate* unmanaged<nint, void>)Ssl("SSL_free");
        SetBio = (delegate* unmanaged<nint, nint, nint, void>)Ssl("SSL_set_bio");
        SetConnectState = (delegate* unmanaged<nint, void>)Ssl("SSL_set_connect_state");
        SetAcceptState = (delegate* unmanaged<nint, void>)Ssl("SSL_set_accept_state");
        DoHandshake = (delegate* unmanaged<nint, int>)Ssl("SSL_do_handshake");
        GetError = (delegate* unmanaged<nint, int, int>)Ssl("SSL_get_error");
        VerifyResult = (delegate* unmanaged<nint, nint>)Ssl("SSL_get_verify_result");
        VerifiedChain = (delegate* unmanaged<nint, nint>)Ssl("SSL_get0_verified_chain");
        Session = (delegate* unmanaged<nint, nint>)Ssl("SSL_get_session");
        MasterKey = (delegate* unmanaged<nint, byte*, nuint, nuint>)Ssl("SSL_SESSION_get_master_key");
        Export =
            (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte*, nuint, int, int>)Ssl("SSL_export_keying_material");
        MemoryMethod = (delegate* unmanaged<nint>)Crypto("BIO_s_mem");
        BioNew = (delegate* unmanaged<nint, nint>)Crypto("BIO_new");
        BioWrite = (delegate* unmanaged<nint, byte*, int, int>)Crypto("BIO_write");
        BioRead = (delegate* unmanaged<nint, byte*, int, int>)Crypto("BIO_read");
        BioPending = (delegate* unmanaged<nint, nuint>)Crypto("BIO_ctrl_pending");
        SetVerifyFlags = (delegate* unmanaged<nint, ulong, int>)Crypto("X509_VERIFY_PARAM_set_flags");
        VerifyText = (delegate* unmanaged<nint, byte*>)Crypto("X509_verify_cert_error_string");
        StackCount = (delegate* unmanaged<nint, int>)Crypto("OPENSSL_sk_num");
        StackValue = (delegate* unmanaged<nint, int, nint>)Crypto("OPENSSL_sk_value");
        EncodeCertificate = (delegate* unmanaged<nint, byte**, int>)Crypto("i2d_X509");
        ClearErrors = (delegate* unmanaged<void>)Crypto("ERR_clear_error");
        NextError = (delegate* unmanaged<nuint>)Crypto("ERR_get_error");
        ReasonText = (delegate* unmanaged<nuint, byte*>)Crypto("ERR_reason_error_string");
    }

    public readonly delegate* unmanaged<nint> Method;
    public readonly delegate* unmanaged<nint, nint> ContextNew;
    public readonly delegate* unmanaged<nint, void> ContextFree;
    public readonly delegate* unmanaged<nint, int, nint, nint, nint> ContextControl;
    public readonly delegate* unmanaged<nint, ulong, ulong> ContextOptions;
    public readonly delegate* unmanaged<nint, byte*, int> SetCiphers;
    public readonly delegate* unmanaged<nint, byte*, int> UseChainFile;
    public readonly delegate* unmanaged<nint, byte*, int, int> UsePrivateKeyFile;
    public readonly delegate* unmanaged<nint, delegate* unmanaged<byte*, int, int, nint, int>, void> SetPassphrase;
    public readonly delegate* unmanaged<nint, int> CheckPrivateKey;
    public readonly delegate* unmanaged<nint, byte*, int> LoadVerifyFile;
    public readonly delegate* unmanaged<nint, int> DefaultVerifyPaths;
    public readonly delegate* unmanaged<nint, int, nint, void> SetVerify;
    public readonly delegate* unmanaged<nint, nint> VerifyParameters;
    public readonly delegate* unmanaged<nint, nint> SslNew;
    public readonly delegate* unmanaged<nint, void> SslFree;
    public readonly delegate* unmanaged<nint, nint, nint, void> SetBio;
    public readonly delegate* unmanaged<nint, void> SetConnectState;
    public readonly delegate* unmanaged<nint, void> SetAcceptState;
    public readonly delegate* unmanaged<nint, int> DoHandshake;
    public readonly delegate* unmanaged<nint, int, int> GetError;
    public readonly delegate* unmanaged<nint, nint> VerifyResult;
    public readonly delegate* unmanaged<nint, nint> VerifiedChain;
    public readonly delegate* unmanaged<nint, nint> Session;
    public readonly delegate* unmanaged<nint, byte*, nuint, nuint> MasterKey;
    public readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte*, nuint, int, int> Export;
    public readonly delegate* unmanaged<nint> MemoryMethod;
    public readonly delegate* unmanaged<nint, nint> BioNew;
    public readonly delegate* unmanaged<nint, byte*, int, int> BioWrite;
    public readonly delegate* unmanaged<nint, byte*, int, int> BioRead;
    public readonly delegate* unmanaged<nint, nuint> BioPending;
    public readonly delegate* unmanaged<nint, ulong, int> SetVerifyFlags;
    public readonly delegate* unmanaged<nint, byte*> VerifyText;
    public readonly delegate* unmanaged<nint, int> StackCount;
    public readonly delegate* unmanaged<nint, int, nint> StackValue;
    public readonly delegate* unmanaged<nint, byte**, int> EncodeCertificate;
    public readonly delegate* unmanaged<void> ClearErrors;
    public readonly delegate* unmanaged<nuint> NextError;
    public readonly delegate* unmanaged<nuint, byte*> ReasonText;

    /// <summary>The library; null when this machine has none, or one too old.</summary>
    public static LibSsl? Find() => Loaded.Value;

    /// <summary>What the library says of its last error on this thread.</summary>
    public string LastError()
    {
        var text = ReasonText(NextError());
        ClearErrors();
        return text is null ? "OpenSSL gives no reason" : Text(text);
    }

    /// <summary>A text that belongs to the library.</summary>
    public static string Text(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    private nint Ssl(string name) => NativeLibrary.GetExport(_ssl, name);

    private nint Crypto(string name) => NativeLibrary.GetExport(_crypto, name);

    private static LibSsl? Load()
    {
        if (!NativeLibrary.TryLoad(FileName, out var ssl) || !NativeLibrary.TryLoad(CryptoFileName, out var crypto))
            return null;
        try
        {
            return new LibSsl(ssl, crypto);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }
}
