using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Cli.Running;

/// <summary>
/// The keying module of a running node, which may become another one: a policy that takes AuthIP in, or out, or changes its wire profile, ends every SA of the
/// module before, telling the peers, and begins with a fresh one. Any other policy is the module's own business.
/// </summary>
/// <param name="make">Makes a module.</param>
/// <param name="wanted">What the policy in force wants.</param>
internal sealed class ExchangeableKeying(Func<KeyingSettings, IKeyingModule> make, Func<KeyingSettings> wanted) : IKeyingModule
{
    private KeyingSettings _settings = wanted();
    private IKeyingModule _module = make(wanted());
    private IKeyingModule? _before;

    /// <inheritdoc/>
    public Instant? NextDeadline => _module.NextDeadline;

    /// <inheritdoc/>
    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram, List<KeyingAction> actions) =>
        _module.OnDatagram(now, local, remote, datagram, actions);

    /// <inheritdoc/>
    public void Acquire(Instant now, AddressPair addresses, TrafficSelector selector, bool guaranteeEncryption, List<KeyingAction> actions) =>
        _module.Acquire(now, addresses, selector, guaranteeEncryption, actions);

    /// <inheritdoc/>
    public void OnSaSignal(Instant now, Spi inbound, SaSignal signal, List<KeyingAction> actions) => _module.OnSaSignal(now, inbound, signal, actions);

    /// <inheritdoc/>
    public void OnUnknownSpi(Instant now, AddressPair addresses, Spi inbound, List<KeyingAction> actions) =>
        _module.OnUnknownSpi(now, addresses, inbound, actions);

    /// <inheritdoc/>
    public void OnStepEnded(Instant now, KeyingStep step, List<KeyingAction> actions)
    {
        // It may be the last that the module before handed out; then that one lets go of its context.
        _module.OnStepEnded(now, step, actions);
        _before?.OnStepEnded(now, step, actions);
    }

    /// <inheritdoc/>
    public void OnDeadline(Instant now, List<KeyingAction> actions) => _module.OnDeadline(now, actions);

    /// <inheritdoc/>
    public void OnPolicyChanged(Instant now, List<KeyingAction> actions)
    {
        var settings = wanted();
        if (settings == _settings)
        {
            _module.OnPolicyChanged(now, actions);
            return;
        }

        _module.Shutdown(now, actions);
        (_settings, _before, _module) = (settings, _module, make(settings));
    }

    /// <inheritdoc/>
    public void Shutdown(Instant now, List<KeyingAction> actions) => _module.Shutdown(now, actions);

    /// <inheritdoc/>
    public KeyingStatus Snapshot(Instant now) => _module.Snapshot(now);
}
