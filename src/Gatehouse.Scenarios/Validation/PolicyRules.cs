using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Every rule, in no particular order: errors are sorted by position afterwards.</summary>
internal static class PolicyRules
{
    public static readonly ImmutableArray<IPolicyRule> All =
    [
        new MethodsAreDistinct(),
        new AnonymousNeedsDiffieHellman(),
        new CredentialsServeAMethod(),
        new CombinedCipherBringsItsOwnIntegrity(),
        new CipherNeedsIntegrity(),
        new ProposalProtects(),
        new AllowClearBelongsToDiscovery(),
        new PortsNeedTcpOrUdp(),
        new ExemptionsAreDistinct(),
        new AddressesAreCovered(),
        new KeyingServesAScenario(),
        new RuleNamesAreDistinct(),
        new RulesSayWhichTraffic(),
        new RulesAreReached(),
        new GuaranteesCanBeKept(),
        new TestsArePackets(),
    ];
}
