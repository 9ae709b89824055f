using System.Security.Cryptography;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Gss;

/// <summary>One context of the GSS library (RFC 2744).</summary>
internal sealed unsafe class GssContext(GssLibrary library, GssRecipe recipe, GssCredentials credentials) : IGssContext
{
    private const uint RoutineErrors = 0xFFFF0000;
    private const uint ContinueNeeded = 1;
    private const int UsageInitiate = 1;
    private const int UsageAccept = 2;
    private const int StatusOfMechanism = 2;

    private nint _context;
    private nint _credential;
    private nint _target;
    private string _source = "";
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
            var mechanism = recipe.Mechanism;
            nint source = 0;
            status = credentials.Target is not null
                ? library.InitSecurityContext(
                    &minor, _credential, context, _target, &mechanism, recipe.Requested, 0, 0, &input, 0, &output, &flags, 0)
                : library.AcceptSecurityContext(&minor, context, _credential, &input, 0, &source, 0, &output, &flags, 0, 0);
            if (source != 0)
                Keep(source);
        }

        // An error token for the peer may be there too; AuthIP has a status of its own for that.
        var reply = output.Value == null ? [] : output.ToArray();
        uint ignored = 0;
        library.ReleaseBuffer(&ignored, &output);
        if ((status & RoutineErrors) != 0)
            return Failed(Describe(minor));
        if (status == ContinueNeeded)
            return new GssResult(GssOutcome.Continue, reply);
        if ((flags & recipe.Needed) != recipe.Needed)
            return Failed($"the peer did not agree to {(recipe.IsMutual ? "mutual authentication with " : "")}confidentiality");
        if (!TryReadPeer(out var name))
            return Failed("the peer's name cannot be read");
        if (ReadKey(out var why) is not { } key)
            return Failed($"the library does not give out the session key: {why}");
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
        if (credentials.Target is { } target && !TryImport(target, recipe.TargetType, out _target, out var why))
            return Failed($"{target} is no principal: {why}");
        nint client = 0;
        if (credentials.Client is { } own && !TryImport(own, recipe.ClientType, out client, out why))
            return Failed($"{own} is no principal: {why}");
        var failure = Acquire(client, credentials.Target is null ? UsageAccept : UsageInitiate, credentials.Store);
        Release(client);
        return failure;
    }

    private GssResult? Acquire(nint name, int usage, (string Key, string Value)[] store)
    {
        var elements = stackalloc GssKeyValue[store.Length];
        var texts = store.Select(entry => (Key: Encoding.UTF8.GetBytes(entry.Key + '\0'), Value: Encoding.UTF8.GetBytes(entry.Value + '\0'))).ToArray();
        var pins = new List<System.Runtime.InteropServices.GCHandle>();
        try
        {
            for (var i = 0; i < texts.Length; i++)
                elements[i] = new GssKeyValue { Key = Pin(texts[i].Key, pins), Value = Pin(texts[i].Value, pins) };
            var values = new GssKeyValues { Count = (uint)texts.Length, Elements = elements };
            // Without this the library would be content with a credential of another mechanism, and the reason for having none of this one be lost.
            var mechanism = recipe.Mechanism;
            var mechanisms = new GssOids.Set { Count = 1, Elements = &mechanism };
            uint minor = 0;
            fixed (nint* credential = &_credential)
            {
                var status = library.AcquireCredentialFrom(&minor, name, 0, &mechanisms, usage, texts.Length == 0 ? null : &values, credential, 0, 0);
                return (status & RoutineErrors) == 0 ? null : Failed(Describe(minor));
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

    private GssResult Failed(string why) => GssResult.Failed(recipe.Error, why);

    private bool TryImport(string text, GssOid type, out nint name, out string why)
    {
        name = 0;
        uint minor = 0;
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* address = bytes)
        {
            var buffer = new GssBuffer { Length = (nuint)bytes.Length, Value = address };
            nint imported = 0;
            var status = library.ImportName(&minor, &buffer, &type, &imported);
            (name, why) = (imported, Describe(minor));
            return (status & RoutineErrors) == 0;
        }
    }

    // Who is asked gets the name with the last token. Who begins has to ask for it, and may only where there is one: not every mechanism survives
    // the question.
    private bool TryReadPeer(out string text)
    {
        text = credentials.Target is null ? _source : "nobody, since the method is one-way";
        if (credentials.Target is null || !recipe.IsMutual)
            return text.Length > 0;
        uint minor = 0;
        nint own = 0, peer = 0;
        var status = library.InquireContext(&minor, _context, &own, &peer, 0, 0, 0, 0, 0);
        text = (status & RoutineErrors) == 0 ? Display(peer) : "";
        Release(own);
        Release(peer);
        return text.Length > 0;
    }

    private void Keep(nint source)
    {
        _source = Display(source);
        Release(source);
    }

    private string Display(nint name)
    {
        uint minor = 0;
        GssBuffer buffer = default;
        var text = (library.DisplayName(&minor, name, &buffer, 0) & RoutineErrors) == 0 ? Encoding.UTF8.GetString(buffer.ToArray()).TrimEnd('\0') : "";
        library.ReleaseBuffer(&minor, &buffer);
        return text;
    }

    private void Release(nint name)
    {
        uint minor = 0;
        if (name != 0)
            library.ReleaseName(&minor, &name);
    }

    // The mechanism's own sentence, such as "Clock skew too great".
    private string Describe(uint minor)
    {
        uint ignored = 0, more = 0;
        GssBuffer text = default;
        var mechanism = recipe.Mechanism;
        library.DisplayStatus(&ignored, minor, StatusOfMechanism, &mechanism, &more, &text);
        var sentence = text.Value == null ? $"minor status {minor}" : Encoding.UTF8.GetString(text.ToArray());
        library.ReleaseBuffer(&ignored, &text);
        return sentence;
    }
}
