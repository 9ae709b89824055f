using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;
using static Gatehouse.Tests.Keying.AuthIp.AuthIpInputs;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>The alternatives of the profile that change keys.</summary>
public sealed class KeyProfileTests
{
    private static readonly EspAlgorithm Gcm = new(EspCipher.AesGcm16, 128, EspIntegrity.None);

    [Fact]
    public void With_the_authentication_key_first_the_same_bytes_are_split_the_other_way()
    {
        using var keys = V1(Profile(profile => profile with { KeySplit = KeySplit.AuthenticationFirst }));
        var derived = Derived("v1-key-to-initiator");
        IpsecKey(keys, ToInitiator).ShouldBe([.. derived[20..], .. derived[..20]]);
    }

    [Fact]
    public void The_little_endian_number_of_the_cipher_changes_every_key()
    {
        using var keys = V1(Profile(profile => profile with { CipherIdOrder = ByteOrder.LittleEndian }));
        keys.SkeyId.Span.ToArray().ShouldNotBe(Derived("v1-skeyid"));
        IpsecKey(keys, ToInitiator).ShouldNotBe(Derived("v1-key-to-initiator"));
    }

    [Fact]
    public void Gcm_has_a_salt_behind_its_key_or_none_or_that_of_a_second_key()
    {
        byte[] Key(GcmKeyMaterial choice, KeySplit split = KeySplit.CipherFirst)
        {
            using var keys = V1(Profile(profile => profile with { GcmKeyMaterial = choice, KeySplit = split }));
            return IpsecKey(keys, ToInitiator, Gcm);
        }

        // All derivations are prefixes of one stream, the one of the vectors.
        var stream = Derived("v1-key-to-initiator");
        Key(GcmKeyMaterial.KeyAndSalt).ShouldBe(stream[..20]);
        Key(GcmKeyMaterial.KeyOnly).ShouldBe([.. stream[..16], 0, 0, 0, 0]);
        Key(GcmKeyMaterial.TwoKeys).ShouldBe(stream[..20]);
        Key(GcmKeyMaterial.TwoKeys, KeySplit.AuthenticationFirst).ShouldBe([.. stream[16..32], .. stream[..4]]);
        Key(GcmKeyMaterial.KeyAndSalt, KeySplit.AuthenticationFirst).ShouldBe(stream[..20]);
    }

    [Fact]
    public void The_defaults_are_those_of_the_named_profile()
    {
        var profile = AuthIpWireProfile.Windows2008R2;
        (profile.Name, profile.Version).ShouldBe(("windows-2008r2", 8u));
        profile.ShouldBe(new AuthIpWireProfile());
    }

    private static AuthIpWireProfile Profile(Func<AuthIpWireProfile, AuthIpWireProfile> change) => change(AuthIpWireProfile.Windows2008R2);
}
