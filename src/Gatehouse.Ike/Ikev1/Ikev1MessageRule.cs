using System.Collections.Immutable;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.Ikev1;

/// <summary>What one message of an exchange consists of.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Number">1 for the initiator's first message, 2 for the answer…</param>
/// <param name="Protected">Whether it must have been encrypted under the main-mode SA.</param>
/// <param name="Leading">Payloads it must begin with, in this order.</param>
/// <param name="Payloads">Counts of the payloads that have a place in it.</param>
public sealed record Ikev1MessageRule(
    ExchangeType Exchange, int Number, bool Protected, ImmutableArray<PayloadType> Leading, ImmutableArray<Ikev1PayloadRule> Payloads);
