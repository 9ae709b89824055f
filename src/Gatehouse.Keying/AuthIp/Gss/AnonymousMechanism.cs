using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;

namespace Gatehouse.Keying.AuthIp.Gss;

/// <summary>
/// Anonymous authentication: one round trip of empty tokens and no key. Nobody is authenticated; what protects the SAs is Diffie-Hellman, and only
/// against those who merely listen ([MS-AIPS] 1.7, 2.2.3.1).
/// </summary>
public sealed class AnonymousMechanism : IGssMechanisms
{
    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Anonymous;

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => null;

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => new Context(asked: false);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => new Context(asked: true);

    private sealed class Context(bool asked) : IGssContext
    {
        private bool _begun = asked;

        public string PeerName => "anonymous";

        public bool IsInstant => true;

        public GssResult Step(ReadOnlySpan<byte> token)
        {
            if (!token.IsEmpty)
                return GssResult.Failed(WindowsError.InvalidPayload);
            var outcome = _begun ? GssOutcome.Done : GssOutcome.Continue;
            _begun = true;
            return new GssResult(outcome, []);
        }

        public SecretBytes ExportKey() => new([]);

        public void Dispose()
        {
        }
    }
}
