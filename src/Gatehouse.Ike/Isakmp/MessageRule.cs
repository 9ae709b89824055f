using System.Collections.Immutable;

namespace Gatehouse.Ike.Isakmp;

/// <summary>What one message of an exchange consists of.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Number">1 for the initiator's first message, 2 for the answer…</param>
/// <param name="Protected">Whether it must have been encrypted under the main-mode SA.</param>
/// <param name="Leading">Payloads it must begin with, in this order.</param>
/// <param name="Payloads">Counts of the payloads that have a place in it.</param>
public sealed record MessageRule(
    ExchangeType Exchange, int Number, bool Protected, ImmutableArray<PayloadType> Leading, ImmutableArray<PayloadRule> Payloads);
