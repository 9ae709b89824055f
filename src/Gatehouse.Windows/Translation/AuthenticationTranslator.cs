using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>
/// IKEEXT_AUTHENTICATION_METHOD2 (reference section 6.5). Trusted roots travel as encoded subject names; without any, the machine's store decides.
/// </summary>
internal static unsafe class AuthenticationTranslator
{
    /// <summary>IKEEXT_CERT_CONFIG_EXPLICIT_TRUST_LIST.</summary>
    private const uint ExplicitTrustList = 0;

    /// <summary>IKEEXT_CERT_CONFIG_TRUSTED_ROOT_STORE.</summary>
    private const uint TrustedRootStore = 2;

    public static IKEEXT_AUTHENTICATION_METHOD2* Write(NativeArena arena, ImmutableArray<AuthenticationMethod> methods, Func<SecretBytes> presharedKey)
    {
        var native = arena.Allocate<IKEEXT_AUTHENTICATION_METHOD2>(methods.Length);
        for (var i = 0; i < methods.Length; i++)
        {
            native[i].authenticationMethodType = (uint)methods[i].Type;
            switch (methods[i].Type)
            {
                case AuthenticationMethodType.PresharedKey:
                    native[i].presharedKeyAuthentication.presharedKey = arena.Blob(presharedKey().Span);
                    break;
                case AuthenticationMethodType.Certificate or AuthenticationMethodType.Ssl:
                    native[i].certificateAuthentication = WriteCertificate(arena, methods[i].TrustedRoots);
                    break;
                default:
                    // Kerberos, NTLM and anonymous have flags only, and none is set.
                    break;
            }
        }

        return native;
    }

    public static ImmutableArray<AuthenticationMethod> Read(IKEEXT_AUTHENTICATION_METHOD2* native, uint count)
    {
        var methods = ImmutableArray.CreateBuilder<AuthenticationMethod>((int)count);
        for (var i = 0; i < count; i++)
        {
            var type = (AuthenticationMethodType)native[i].authenticationMethodType;
            if (!Enum.IsDefined(type))
                throw new TranslationException(FwpError.IncompatibleAuthMethod, $"authentication method {native[i].authenticationMethodType} is not known");
            var certificate = type is AuthenticationMethodType.Certificate or AuthenticationMethodType.Ssl;
            if (type == AuthenticationMethodType.PresharedKey)
                Zero(native[i].presharedKeyAuthentication.presharedKey);
            methods.Add(new AuthenticationMethod(type, certificate ? ReadRoots(native[i].certificateAuthentication) : []));
        }

        return methods.MoveToImmutable();
    }

    /// <summary>Whether all pre-shared keys are the wanted one, in constant time; null where there is none or Windows gives none back.</summary>
    public static bool? HasKey(IKEEXT_AUTHENTICATION_METHOD2* native, uint count, SecretBytes wanted)
    {
        bool? same = null;
        for (var i = 0; i < count; i++)
        {
            if ((AuthenticationMethodType)native[i].authenticationMethodType != AuthenticationMethodType.PresharedKey)
                continue;
            var key = native[i].presharedKeyAuthentication.presharedKey;
            if (key.size == 0)
                continue;
            same = same != false && CryptographicOperations.FixedTimeEquals(NativeArena.ReadBlob(key), wanted.Span);
            Zero(key);
        }

        return same;
    }

    /// <summary>A key that Windows handed out is not left behind in freed memory.</summary>
    private static void Zero(FWP_BYTE_BLOB key)
    {
        if (key.data is not null)
            NativeMemory.Clear(key.data, key.size);
    }

    private static IKEEXT_CERTIFICATE_AUTHENTICATION2 WriteCertificate(NativeArena arena, ImmutableArray<string> roots)
    {
        var criteria = arena.Allocate<IKEEXT_CERTIFICATE_CRITERIA0>(roots.Length);
        for (var i = 0; i < roots.Length; i++)
            criteria[i].certData = arena.Blob(Encode(roots[i]));
        var type = roots.IsEmpty ? TrustedRootStore : ExplicitTrustList;
        return new IKEEXT_CERTIFICATE_AUTHENTICATION2
        {
            inboundConfigType = type,
            inboundRootArraySize = (uint)roots.Length,
            inboundRootCriteria = criteria,
            outboundConfigType = type,
            outboundRootArraySize = (uint)roots.Length,
            outboundRootCriteria = criteria,
        };
    }

    private static ImmutableArray<string> ReadRoots(IKEEXT_CERTIFICATE_AUTHENTICATION2 native)
    {
        if (native.inboundConfigType != ExplicitTrustList)
            return [];
        var roots = ImmutableArray.CreateBuilder<string>((int)native.inboundRootArraySize);
        for (var i = 0; i < native.inboundRootArraySize; i++)
            roots.Add(new X500DistinguishedName(NativeArena.ReadBlob(native.inboundRootCriteria[i].certData)).Name);
        return roots.MoveToImmutable();
    }

    private static byte[] Encode(string name)
    {
        try
        {
            return new X500DistinguishedName(name).RawData;
        }
        catch (CryptographicException)
        {
            throw new TranslationException(FwpError.InvalidParameter, $"'{name}' is no distinguished name such as CN=Root, O=Example");
        }
    }
}
