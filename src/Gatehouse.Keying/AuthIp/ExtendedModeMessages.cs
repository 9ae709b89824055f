using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What both roles of extended mode do alike.</summary>
internal static class ExtendedModeMessages
{
    /// <summary>The methods of a policy that this host can use for users; there is no anonymous extended mode ([MS-AIPS] 1.7).</summary>
    public static ImmutableArray<AuthIpMethod> Methods(ExtendedModePolicy policy, IGssMechanisms users) =>
    [
        .. MainModeMatcher.Methods(new MainModePolicy(policy.AuthenticationMethods, []), users).Where(method => method != AuthIpMethod.Anonymous),
    ];

    /// <summary>Encrypts a message and adds it to the transcript.</summary>
    public static byte[] Seal(AuthIpContext context, ExtendedModeSa extended, uint sequence, IReadOnlyList<IsakmpBody> payloads)
    {
        // [MS-AIPS] 3.6.5.1 and 3.8 give the tokens main mode's type and message ID; 2.2.1 and the figures do not.
        var asMainMode = payloads[0] is GssApiPayload && context.Profile.ExtendedModeTokens == ExtendedModeTokens.EncryptedAsMainMode;
        var exchange = asMainMode ? ExchangeType.AuthIpMainMode : ExchangeType.AuthIpExtendedMode;
        var datagram = context.Seal(extended.QuickMode.MainMode, exchange, asMainMode ? 0 : ExtendedModeSa.MessageId, sequence, payloads);
        if (payloads[0] is not HashPayload)
            extended.Transcript.AppendSealed(datagram, IsakmpMessageWriter.WriteChain(payloads));
        return datagram;
    }

    /// <summary>SKEYID_em, once authentication is complete.</summary>
    public static void DeriveKey(ExtendedModeSa extended, IGssContext authentication)
    {
        var sa = extended.QuickMode.MainMode;
        using var secret = authentication.ExportKey();
        var copy = secret.Span.ToArray();
        extended.Key?.Dispose();
        extended.Key = AuthIpKeys.DeriveExtended(sa.Keys.Inputs, sa.Shared, copy);
        CryptographicOperations.ZeroMemory(copy);
    }

    /// <summary>Auth3 or Auth4, of what Auth1 or Auth2 was.</summary>
    public static byte[] Prove(AuthIpContext context, ExtendedModeSa extended, byte[] mainModeProof) =>
        extended.Transcript.ProveExtended(extended.Key!, mainModeProof, context.Profile.ExtendedProof);

    /// <summary>Installs the pair of the quick mode, whose keys need SKEYID_em, and lets it send.</summary>
    public static void Complete(AuthIpContext context, ExtendedModeSa extended, string identity)
    {
        var quickMode = extended.QuickMode;
        extended.Advance(ExtendedModeState.Done);
        extended.Retransmitter?.Stop();
        var sa = quickMode.MainMode;
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.MainModeEstablished) with
        {
            Exchange = ExchangeKind.ExtendedMode,
            Text = $"The user at {sa.Peer.Addresses.Remote} is authenticated as {identity} in extended mode.",
        });
        var pair = context.Pairs.Install(quickMode, quickMode.Choice!, quickMode.Shared, outboundReady: false, quickMode.PeerIsBoundary, extended.Key);
        context.QuickModes.Finish(quickMode);
        context.Pairs.Confirm(pair, alreadySends: false);
    }

    /// <summary>[MS-AIPS] 3.6.5.3, 3.7.7.1: an error ends extended mode with its quick and its main mode.</summary>
    public static void Fail(AuthIpContext context, ExtendedModeSa extended, Failure failure)
    {
        var (sa, wanted) = (extended.QuickMode.MainMode, extended.QuickMode.Wanted);
        context.Negotiator.FailExtendedMode(sa, wanted, failure);
    }

    /// <summary>Authentication of the user ended without success.</summary>
    public static Failure AuthenticationFailure(WindowsError error, string detail, bool byPeer)
    {
        var failure = MainModeMessages.AuthenticationFailure(error, detail, byPeer);
        return failure with { Text = $"Extended mode: {failure.Text}" };
    }
}
