using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Benchmarks.Keying;

/// <summary>One round trip of tokens as long as Kerberos' are, and a fixed key: everything of AuthIP but the ticket.</summary>
internal sealed class MemoryMechanism : IGssMechanisms
{
    /// <summary>An AP-REQ of MIT Kerberos with AES has about this many bytes.</summary>
    private const int RequestLength = 600;

    private const int ReplyLength = 150;

    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Kerberos;

    public string? LocalName(AddressPair addresses) => "host/b.example.com";

    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => new Context(asks: true);

    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => new Context(asks: false);

    private sealed class Context(bool asks) : IGssContext
    {
        private static readonly byte[] Key = new byte[32];
        private bool _begun;

        public bool IsInstant => true;

        public string PeerName => "host/peer.example.com";

        public GssResult Step(ReadOnlySpan<byte> token)
        {
            var first = !_begun;
            _begun = true;
            return asks && first ? new GssResult(GssOutcome.Continue, new byte[RequestLength])
                : new GssResult(GssOutcome.Done, asks ? [] : new byte[ReplyLength]);
        }

        public SecretBytes ExportKey() => new(Key);

        public void Dispose()
        {
        }
    }
}
