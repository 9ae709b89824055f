using System.Security.Cryptography;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Kerberos;

/// <summary>One Kerberos context of the GSS library: mutual authentication with confidentiality, as [MS-AIPS] 2.2.3.1 asks for.</summary>
internal sealed unsafe class KerberosContext(GssLibrary library, KerberosOptions options, string? target) : IGssContext
{
    private const uint RoutineErrors = 0xFFFF0000;
    private const uint ContinueNeeded = 1;
    private const uint Mutual = 2;
    private const uint Confidentiality = 16;
    private const uint Integrity = 32;
    private const int UsageInitiate = 1;
    private const int UsageAccept = 2;
    private const int StatusOfMechanism = 2;

    private nint _context;
    private nint _credential;
    private nint _target;
    private SecretBytes? _key;

    /// <inheritdoc/>
    public string PeerName { get; private set; } = "";

    /// <inheritdoc/>
    public GssResult Step(ReadOnlySpan<byte> token)
    {
        if (_key is not null)
            return GssResult.Failed(WindowsError.InvalidPayload, "a token behind the last");
        if (_credential == 0 && Prepare() is { } failure)
            return failure;
        GssBuffer output = default;
        uint minor = 0, flags = 0, status;
        fixed (byte* bytes = token)
        fixed (nint* context = &_context)
        {
            var input = new GssBuffer { Length = (nuint)token.Length, Value = bytes };
            var mechanism = GssOids.Kerberos;
            nint source = 0;
            status = target is not null
                ? library.InitSecurityContext(
                    &minor, _credential, context, _target, &mechanism, Mutual | Confidentiality | Integrity, 0, 0, &input, 0, &output, &flags, 0)
                : library.AcceptSecurityContext(&minor, context, _credential, &input, 0, &source, 0, &output, &flags, 0, 0);
            if (source != 0)
                library.ReleaseName(&minor, &source);
        }

        // An error token for the peer may be there too; AuthIP has a status of its own for that.
        var reply = output.Value == null ? [] : output.ToArray();
        uint ignored = 0;
        library.ReleaseBuffer(&ignored, &output);
        if ((status & RoutineErrors) != 0)
            return GssResult.Failed(WindowsError.KerberosError, Describe(minor));
        if (status == ContinueNeeded)
            return new GssResult(GssOutcome.Continue, reply);
        const uint Needed = Mutual | Confidentiality;
        if ((flags & Needed) != Needed)
            return GssResult.Failed(WindowsError.KerberosError, "the peer did not agree to mutual authentication with confidentiality");
        if (!TryReadPeer(out var name))
            return GssResult.Failed(WindowsError.KerberosError, "the peer's name cannot be read");
        if (ReadKey(out var why) is not { } key)
            return GssResult.Failed(WindowsError.KerberosError, $"the library does not give out the session key: {why}");
        (PeerName, _key) = (name, key);
        return new GssResult(GssOutcome.Done, reply);
    }

    /// <inheritdoc/>
    public SecretBytes ExportKey() => _key?.Copy() ?? throw new InvalidOperationException("not authenticated");

    // Read in the last step, so that nothing else of the library is called outside of steps but the release of the context.
    private SecretBytes? ReadKey(out string why)
    {
        why = "";
        uint minor = 0;
        GssBufferSet* set = null;
        var oid = GssOids.SessionKey;
        var status = library.InquireByOid(&minor, _context, &oid, &set);
        try
        {
            if ((status & RoutineErrors) != 0 || set == null || set->Count == 0)
            {
                why = Describe(minor);
                return null;
            }

            var key = set->Elements[0].ToArray();
            var secret = new SecretBytes(key);
            CryptographicOperations.ZeroMemory(key);
            return secret;
        }
        finally
        {
            library.ReleaseBufferSet(&minor, &set);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        uint minor = 0;
        fixed (nint* context = &_context)
        fixed (nint* credential = &_credential)
        fixed (nint* name = &_target)
        {
            if (*context != 0)
                library.DeleteSecurityContext(&minor, context, 0);
            if (*credential != 0)
                library.ReleaseCredential(&minor, credential);
            if (*name != 0)
                library.ReleaseName(&minor, name);
        }
    }

    private GssResult? Prepare()
    {
        if (target is not null && !TryImport(target, out _target, out var why))
            return GssResult.Failed(WindowsError.KerberosError, $"{target} is no principal: {why}");
        nint client = 0;
        if (target is not null && options.ClientPrincipal is { } own && !TryImport(own, out client, out why))
            return GssResult.Failed(WindowsError.KerberosError, $"{own} is no principal: {why}");
        (string Key, string? Value)[] store = target is null
            ? [("keytab", options.Keytab)]
            : [("client_keytab", options.InitiatesByKeytab ? options.Keytab : null), ("ccache", options.CredentialCache)];
        var failure = Acquire(client, target is null ? UsageAccept : UsageInitiate, [.. store.Where(entry => entry.Value is not null)]);
        uint minor = 0;
        if (client != 0)
            library.ReleaseName(&minor, &client);
        return failure;
    }

    private GssResult? Acquire(nint name, int usage, (string Key, string? Value)[] store)
    {
        var elements = stackalloc GssKeyValue[2];
        var texts = store.Select(entry => (Key: Encoding.UTF8.GetBytes(entry.Key + '\0'), Value: Encoding.UTF8.GetBytes(entry.Value + '\0'))).ToArray();
        var pins = new List<System.Runtime.InteropServices.GCHandle>();
        try
        {
            for (var i = 0; i < texts.Length; i++)
                elements[i] = new GssKeyValue { Key = Pin(texts[i].Key, pins), Value = Pin(texts[i].Value, pins) };
            var values = new GssKeyValues { Count = (uint)texts.Length, Elements = elements };
            uint minor = 0;
            fixed (nint* credential = &_credential)
            {
                var status = library.AcquireCredentialFrom(&minor, name, 0, 0, usage, texts.Length == 0 ? null : &values, credential, 0, 0);
                return (status & RoutineErrors) == 0 ? null : GssResult.Failed(WindowsError.KerberosError, Describe(minor));
            }
        }
        finally
        {
            pins.ForEach(pin => pin.Free());
        }
    }

    private static byte* Pin(byte[] bytes, List<System.Runtime.InteropServices.GCHandle> pins)
    {
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(bytes, System.Runtime.InteropServices.GCHandleType.Pinned);
        pins.Add(pin);
        return (byte*)pin.AddrOfPinnedObject();
    }

    private bool TryImport(string text, out nint name, out string why)
    {
        name = 0;
        uint minor = 0;
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* address = bytes)
        {
            var buffer = new GssBuffer { Length = (nuint)bytes.Length, Value = address };
            var type = GssOids.PrincipalName;
            nint imported = 0;
            var status = library.ImportName(&minor, &buffer, &type, &imported);
            (name, why) = (imported, Describe(minor));
            return (status & RoutineErrors) == 0;
        }
    }

    private bool TryReadPeer(out string text)
    {
        text = "";
        uint minor = 0;
        nint source = 0, peer = 0;
        var status = library.InquireContext(&minor, _context, &source, &peer, 0, 0, 0, 0, 0);
        if ((status & RoutineErrors) == 0)
        {
            GssBuffer buffer = default;
            if ((library.DisplayName(&minor, target is null ? source : peer, &buffer, 0) & RoutineErrors) == 0)
                text = Encoding.UTF8.GetString(buffer.ToArray());
            library.ReleaseBuffer(&minor, &buffer);
        }

        if (source != 0)
            library.ReleaseName(&minor, &source);
        if (peer != 0)
            library.ReleaseName(&minor, &peer);
        return text.Length > 0;
    }

    // The mechanism's own sentence, such as "Clock skew too great".
    private string Describe(uint minor)
    {
        uint ignored = 0, more = 0;
        GssBuffer text = default;
        var mechanism = GssOids.Kerberos;
        library.DisplayStatus(&ignored, minor, StatusOfMechanism, &mechanism, &more, &text);
        var sentence = text.Value == null ? $"minor status {minor}" : Encoding.UTF8.GetString(text.ToArray());
        library.ReleaseBuffer(&ignored, &text);
        return sentence;
    }
}
