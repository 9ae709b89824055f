using Gatehouse.Crypto.Hashing;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>
/// Known answers of the IKEv1 key schedule for the inputs of <see cref="KeyScheduleTests"/>, computed with Python's hmac and hashlib from the
/// formulas of RFC 2409 sections 5, 5.5 and appendix B, independently of the product.
/// </summary>
public sealed record KeyScheduleAnswer(PrfAlgorithm Hash, int CipherKeyLength)
{
    public required string SkeyId { get; init; }

    public required string SkeyIdD { get; init; }

    public required string SkeyIdA { get; init; }

    public required string CipherKey { get; init; }

    public required string HashI { get; init; }

    public required string HashR { get; init; }

    public required string FirstIv { get; init; }

    public required string ExchangeIv { get; init; }

    public required string KeyMaterial { get; init; }

    public required string KeyMaterialWithPfs { get; init; }

    public required string Hash1 { get; init; }

    public required string Hash2 { get; init; }

    public required string Hash3 { get; init; }

    public static readonly KeyScheduleAnswer[] All =
    [
        new(PrfAlgorithm.Sha1, 32)
        {
            SkeyId = "e14b8a18e3f333e117853ecb6b147ebdb4991b9f",
            SkeyIdD = "7fcd9f82870af4cd801f7de1c281a06b3cb9a88f",
            SkeyIdA = "ee0435ded7bfb39df9559dae60f441d966997221",
            CipherKey = "7f8f8764dc2ea611eb6756a3bb7a163f9895d4598d27e87a38b8495519683c1c",
            HashI = "baffa53348bde8378ae0603657a242e61be6eb57",
            HashR = "34c6f2f69246deb8a0143246c28ce99027c6c518",
            FirstIv = "6e2915bb719aaca45e6a5ccb826c04e1",
            ExchangeIv = "4e88aabc67e499f64b597be6dd29ac24",
            KeyMaterial = "7ae44c9bbac0f1ab305c04a45bfafa108dd1f52eba08f96de1346cabbd93ed71"
                + "9b9844214d3a4ae9605c8367d1f247ba95e4ef0acb7cb580fe111b91d75d2bc7",
            KeyMaterialWithPfs = "4c7a7e67c25a926171f0dbf34f133d09addece90d9a397976dc35200fbb57cebea26fbfd",
            Hash1 = "42cd7601787f6d1230c0209fdc03a79174b2ed28",
            Hash2 = "ded113327991ad00245456875e0cf4cdc92dda72",
            Hash3 = "1439d2848bf0caaeeec422ac18375ded7a514729",
        },
        new(PrfAlgorithm.Sha256, 32)
        {
            SkeyId = "3787711db6ec813e3a994ec9d7779af922d7570a1fa13ef32ae4157b4cddeb3b",
            SkeyIdD = "249dd1fc34d44b68b1e0aa5ed661465f3f9a97e845f7d18c4efc182282452c9e",
            SkeyIdA = "733c2ca0447ab298c3e2a4e9567a3353354aff77c4a426388d7e33c22f82ce44",
            CipherKey = "25d60ea8fcf993ffb9615cded731df5379575680eb867650d70041d1e9e3294b",
            HashI = "562a54b39116d30f24da86fcbe07584368f1ae59d6f98b9198dd0d027e09b7bd",
            HashR = "ab7c07453448a6a115e2c504ce4953ae8b0082bc9eb31bb6c85a1407efbc05ed",
            FirstIv = "36170ca0a38c2f2b7008880233af37c8",
            ExchangeIv = "24b8c3b156284beeaf5ff93496f26afb",
            KeyMaterial = "a7aed5b30382de47a2ba80274503733871ad14ce17351081e3b673befdcd24c4"
                + "6b1926fe915c300e476ec28a04d02bfb14c76b8a5c3d8986713024cfec8a57e2",
            KeyMaterialWithPfs = "b731a7910bcc9ed3403ecdaac585f277518ec6d8b975eabc1c51d597a62b553f7e2f2c46",
            Hash1 = "1b0e640f2c8b452e8ff32f51d03f8df3d1bb2253ea512843a23b3ff406cd3f22",
            Hash2 = "f9a4a7bc261b8ec8be70b14d38b8e351ea8918e4af17b96984c1ed120222e5ce",
            Hash3 = "914588bdac998e0a6c72f9a3600bdcbb2ab4cd27decc67614a491428400aba8e",
        },
        new(PrfAlgorithm.Sha384, 16)
        {
            SkeyId = "04bbb0d65b8dc26872589f4f1a1ba11d59220f158b1ee400b967c552e84b7325f3d7369a615b3c46063269970793d56f",
            SkeyIdD = "8bdb43a6ac52f18fe0936265200538fa6aa9696d597e740b5eb24fc39fd24db3cda472bf12834221a0c45acf27f168bf",
            SkeyIdA = "2a0cb76352531c82578126e2641dbb0eefcd5ac9d61ed876a849fd5ae5aba1372fbc3e516c8600d9fd7e27340caf8336",
            CipherKey = "cee05649f4815f8e95dedac8467a3fe9",
            HashI = "6e5aa2f58eed7ee8ef98ca2b1d6246ed0b95d50a0df664b706af618acbe8cb7d7161c77ada071254b9d1528464f6c1ce",
            HashR = "7cabdfe363ea3c14028e44c841200a73865c6bbe6d9ea720659bc18453c0e5c9c5fbde7f0961bd3c6e4c8a98f946ba86",
            FirstIv = "5e8daa862d1e0d8bdf1d8fae81754f45",
            ExchangeIv = "797256f25b4e5c1829d80e512cd69274",
            KeyMaterial = "58ea107fb93f03e6ab58506839b30e3cb82976cfa21dee14a692ef2d55b0fd1f"
                + "67cdfd0e95f5fa3c3acbfc5dd1ad25209f2789b00eec50587ade724515f924e6",
            KeyMaterialWithPfs = "47746daecfcdfe35306be8814e961f08576770b1cb1d5837d68bff68cffaae72eeb47959",
            Hash1 = "eb97a7969a1f73b986cb56d5d78e93ad05a8208739c9ec8b8e0a38cfd1633972475ee8e62b899de250b90dafe42c26b2",
            Hash2 = "5fdbedda5fbf6be8ce5156e0506a481848b7dbbbd9b9ca7a45c00871dcdd5be27767b04d059e00611c94a56315537d3d",
            Hash3 = "ab8059a0249fe4feaa65c6abedb1c3ea1dbb8a93721c73c86f62bfaebfa40370a3aa980338fd76495eeb6ec9fb64e93f",
        },
    ];
}
