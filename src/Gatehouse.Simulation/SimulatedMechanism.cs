using System.Text;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Simulation;

/// <summary>
/// Kerberos in memory: one round trip, in which each side shows what realm it belongs to. Machines, or users, of one realm authenticate each other; one
/// of another realm fails as one without a valid ticket does.
/// </summary>
/// <param name="realm">Whom it belongs to.</param>
public sealed class SimulatedMechanism(string realm) : IGssMechanisms
{
    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Kerberos;

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => $"host/{addresses.Local}";

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) =>
        new Context(realm, peerName ?? "", asks: true);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => new Context(realm, $"host/{addresses.Remote}", asks: false);

    private sealed class Context(string realm, string peer, bool asks) : IGssContext
    {
        private readonly byte[] _realm = Encoding.UTF8.GetBytes(realm);
        private bool _begun = !asks;

        public string PeerName => peer;

        public GssResult Step(ReadOnlySpan<byte> token)
        {
            if (!_begun)
            {
                _begun = true;
                return new GssResult(GssOutcome.Continue, _realm);
            }

            return token.SequenceEqual(_realm) ? new GssResult(GssOutcome.Done, asks ? [] : _realm) : GssResult.Failed(WindowsError.KerberosError);
        }

        public SecretBytes ExportKey() => new(Encoding.UTF8.GetBytes($"key of {realm}, 32 bytes or more"));

        public void Dispose()
        {
        }
    }
}
