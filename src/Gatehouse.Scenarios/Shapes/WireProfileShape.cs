using System.Collections.Immutable;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The section keying.authip.wireProfile: a profile by name, or one with some of its options changed. A test compares it with the record.</summary>
internal static class WireProfileShape
{
    /// <summary>The key that names the profile to begin with.</summary>
    public const string Base = "base";

    public static readonly Vocabulary<AuthIpWireProfile> Names = new((AuthIpWireProfile.Windows2008R2.Name, AuthIpWireProfile.Windows2008R2));

    public static readonly ImmutableArray<ProfileOption> Options =
    [
        ProfileOption.Of("keySplit", p => p.KeySplit, (p, v) => p with { KeySplit = v }, "Order of the keys in the key material of an IPsec SA."),
        ProfileOption.Of("transcriptScope", p => p.TranscriptScope, (p, v) => p with { TranscriptScope = v }, "What of a message Auth1 to Auth4 hash."),
        ProfileOption.Of("cipherIdOrder", p => p.CipherIdOrder, (p, v) => p with { CipherIdOrder = v }, "Bytes of the cipher's number in the derivation."),
        ProfileOption.Of("firstQuickModeId", p => p.FirstQuickModeId, (p, v) => p with { FirstQuickModeId = v }, "Message ID of the first quick mode."),
        ProfileOption.Of("laterQuickModeNonce", p => p.LaterQuickModeNonce, (p, v) => p with { LaterQuickModeNonce = v }, "Nr of a later quick mode."),
        ProfileOption.Of("extendedProof", p => p.ExtendedProof, (p, v) => p with { ExtendedProof = v }, "Where Auth1 and Auth2 enter Auth3 and Auth4."),
        ProfileOption.Of("extendedModeTokens", p => p.ExtendedModeTokens, (p, v) => p with { ExtendedModeTokens = v }, "Type of extended mode's tokens."),
        ProfileOption.Of("nameOrder", p => p.NameOrder, (p, v) => p with { NameOrder = v }, "Bytes of the name in GSS_ID."),
        ProfileOption.Of("principalForm", p => p.PrincipalForm, (p, v) => p with { PrincipalForm = v }, "Form of the default kerberos.localName."),
        ProfileOption.Of("gcmKeyMaterial", p => p.GcmKeyMaterial, (p, v) => p with { GcmKeyMaterial = v }, "Key material of AES-GCM."),
        ProfileOption.Of("tlsSecret", p => p.TlsSecret, (p, v) => p with { TlsSecret = v }, "What authentication by TLS puts into the keys."),
        ProfileOption.Of("icvLength", p => p.IcvLength, (p, v) => p with { IcvLength = v }, "Length of the ICV of encrypted messages."),
        ProfileOption.Of("retransmissions", p => p.Retransmissions, (p, v) => p with { Retransmissions = v }, "How often a request is sent again."),
        ProfileOption.Of("natDiscoveryHash", p => p.NatDiscoveryHash, (p, v) => p with { NatDiscoveryHash = v }, "Hash of NAT-D in message 1."),
        ProfileOption.Of("sequenceUnit", p => p.SequenceUnit, (p, v) => p with { SequenceUnit = v }, "What the sequence number counts."),
        ProfileOption.Of("anonymousTokens", p => p.AnonymousTokens, (p, v) => p with { AnonymousTokens = v }, "Where empty tokens of anonymous stand."),
        ProfileOption.Of("quickModeReference", p => p.QuickModeReference, (p, v) => p with { QuickModeReference = v }, "How a delete names its quick mode."),
        ProfileOption.OfNumber("version", 1, 255, p => p.Version, (p, v) => p with { Version = v }, "Version behind MS NT5 ISAKMPOAKLEY."),
    ];

    /// <summary>A word, or a mapping.</summary>
    public static readonly UnionShape Shape = new(
    [
        Names.Shape,
        new MappingShape(
        [
            new(Base, Names.Shape, "The profile to begin with.", Default: $"\"{AuthIpWireProfile.Windows2008R2.Name}\""),
            .. Options.Select(option => new Property(option.Key, option.Shape, option.Description, Default: option.Default)),
        ]),
    ]);
}
