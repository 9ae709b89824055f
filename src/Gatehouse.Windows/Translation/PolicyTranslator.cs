using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>Main-mode, extended-mode and keying policies (reference sections 6.4 and 6.6).</summary>
internal static unsafe class PolicyTranslator
{
    /// <summary>IKEEXT_IMPERSONATION_SOCKET_PRINCIPAL: extended mode authenticates the user whose socket it is, as Windows' own contexts do.</summary>
    private const uint SocketPrincipal = 1;

    /// <summary>The least retransmitDurationSecs that IKEv2 accepts; the other modules ignore it.</summary>
    private const uint IkeV2RetransmitSeconds = 120;

    /// <summary>IPSEC_KEYING_POLICY_FLAG_TERMINATING_MATCH.</summary>
    private const uint TerminatingMatch = 1;

    public static IKEEXT_POLICY2* Write(NativeArena arena, ProviderContextType type, MainModePolicy policy, Func<SecretBytes> presharedKey)
    {
        var native = arena.Allocate<IKEEXT_POLICY2>();
        native->numAuthenticationMethods = (uint)policy.AuthenticationMethods.Length;
        native->authenticationMethods = AuthenticationTranslator.Write(arena, policy.AuthenticationMethods, presharedKey);
        native->numIkeProposals = (uint)policy.Proposals.Length;
        native->ikeProposals = arena.Allocate<IKEEXT_PROPOSAL0>(policy.Proposals.Length);
        for (var i = 0; i < policy.Proposals.Length; i++)
        {
            var proposal = policy.Proposals[i];
            native->ikeProposals[i] = new IKEEXT_PROPOSAL0
            {
                cipherAlgorithm = new IKEEXT_CIPHER_ALGORITHM0 { algoIdentifier = (uint)proposal.Cipher },
                integrityAlgorithm = new IKEEXT_INTEGRITY_ALGORITHM0 { algoIdentifier = (uint)proposal.Integrity },
                maxLifetimeSeconds = proposal.MaxLifetimeSeconds,
                dhGroup = (uint)proposal.DhGroup,
                quickModeLimit = proposal.QuickModeLimit,
            };
        }

        native->maxDynamicFilters = policy.MaxDynamicFilters;
        native->retransmitDurationSecs = type == ProviderContextType.IkeV2Mm ? IkeV2RetransmitSeconds : 0;
        return native;
    }

    public static MainModePolicy Read(IKEEXT_POLICY2* native)
    {
        var proposals = ImmutableArray.CreateBuilder<MainModeProposal>((int)native->numIkeProposals);
        for (var i = 0; i < native->numIkeProposals; i++)
        {
            var proposal = native->ikeProposals[i];
            proposals.Add(new MainModeProposal(
                (IkeCipherType)proposal.cipherAlgorithm.algoIdentifier,
                (IkeIntegrityType)proposal.integrityAlgorithm.algoIdentifier,
                (IkeDhGroup)proposal.dhGroup,
                proposal.maxLifetimeSeconds,
                proposal.quickModeLimit));
        }

        var methods = AuthenticationTranslator.Read(native->authenticationMethods, native->numAuthenticationMethods);
        return new MainModePolicy(methods, proposals.MoveToImmutable(), native->maxDynamicFilters);
    }

    public static IKEEXT_EM_POLICY2* Write(NativeArena arena, ExtendedModePolicy? policy)
    {
        if (policy is null)
            return null;
        var native = arena.Allocate<IKEEXT_EM_POLICY2>();
        native->numAuthenticationMethods = (uint)policy.AuthenticationMethods.Length;
        native->authenticationMethods = AuthenticationTranslator.Write(arena, policy.AuthenticationMethods, NoKey);
        native->initiatorImpersonationType = SocketPrincipal;
        return native;
    }

    public static ExtendedModePolicy? Read(IKEEXT_EM_POLICY2* native) =>
        native is null ? null : new ExtendedModePolicy(AuthenticationTranslator.Read(native->authenticationMethods, native->numAuthenticationMethods));

    public static IPSEC_KEYING_POLICY1* Write(NativeArena arena, KeyingPolicy policy)
    {
        var native = arena.Allocate<IPSEC_KEYING_POLICY1>();
        native->numKeyMods = (uint)policy.Modules.Length;
        native->keyModKeys = arena.Allocate<Guid>(policy.Modules.Length);
        for (var i = 0; i < policy.Modules.Length; i++)
            native->keyModKeys[i] = WfpKeys.Module(policy.Modules[i]);
        native->flags = policy.TerminatingMatch ? TerminatingMatch : 0;
        return native;
    }

    public static KeyingPolicy Read(IPSEC_KEYING_POLICY1* native)
    {
        var modules = ImmutableArray.CreateBuilder<KeyingModule>((int)native->numKeyMods);
        for (var i = 0; i < native->numKeyMods; i++)
            modules.Add(WfpKeys.Module(native->keyModKeys[i]));
        return new KeyingPolicy(modules.MoveToImmutable(), (native->flags & TerminatingMatch) != 0);
    }

    private static SecretBytes NoKey() =>
        throw new TranslationException(FwpError.IncompatibleAuthMethod, "extended mode has no pre-shared keys");
}
