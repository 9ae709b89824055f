using System.Text;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>
/// A mechanism in memory: tokens are numbered texts, the key is derived from the name the initiator asked for. It takes as many round trips as told,
/// and fails where told.
/// </summary>
internal sealed class FakeGss(string name = "host/b.example.com") : IGssMechanisms
{
    public int RoundTrips { get; init; } = 1;

    /// <summary>Methods at which the initiator cannot make its first token.</summary>
    public HashSet<AuthIpMethod> InitiatorCannot { get; } = [];

    /// <summary>Methods whose tokens the responder refuses.</summary>
    public HashSet<AuthIpMethod> ResponderRefuses { get; } = [];

    /// <summary>Methods whose last token the initiator refuses.</summary>
    public HashSet<AuthIpMethod> InitiatorRefuses { get; } = [];

    /// <summary>A responder with this set derives another key.</summary>
    public bool WrongKey { get; set; }

    /// <summary>Whether its steps are taken at once; else each takes the time of the test's clock.</summary>
    public bool IsInstant { get; init; } = true;

    /// <summary>Methods at which a step throws.</summary>
    public HashSet<AuthIpMethod> Breaks { get; } = [];

    /// <summary>Contexts made and not disposed.</summary>
    public int Alive { get; private set; }

    public List<string> Log { get; } = [];

    public bool Supports(AuthIpMethod method) => true;

    public string? LocalName(AddressPair addresses) => name;

    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses)
    {
        Log.Add($"initiate {method} {peerName}");
        Alive++;
        return new Context(this, method, peerName ?? "", asks: true);
    }

    public IGssContext Accept(AuthIpMethod method, AddressPair addresses)
    {
        Log.Add($"accept {method}");
        Alive++;
        return new Context(this, method, name, asks: false);
    }

    private sealed class Context(FakeGss owner, AuthIpMethod method, string target, bool asks) : IGssContext
    {
        private int _step;
        private bool _disposed;

        public bool IsInstant => owner.IsInstant;

        public string PeerName => asks ? target : "host/a.example.com";

        public GssResult Step(ReadOnlySpan<byte> token)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (owner.Breaks.Contains(method))
                throw new InvalidOperationException("broken");
            _step++;
            if (asks && _step == 1 && owner.InitiatorCannot.Contains(method))
                return GssResult.Failed(WindowsError.KerberosError);
            if (!asks && owner.ResponderRefuses.Contains(method))
                return GssResult.Failed(WindowsError.AuthFail);
            if (asks && _step > owner.RoundTrips && owner.InitiatorRefuses.Contains(method))
                return GssResult.Failed(WindowsError.AuthorizationFailure);
            var expected = asks ? _step == 1 ? "" : $"{method} r{_step - 1}" : $"{method} i{_step}";
            if (Encoding.UTF8.GetString(token) != expected)
                return GssResult.Failed(WindowsError.InvalidPayload);
            var next = Encoding.UTF8.GetBytes($"{method} {(asks ? 'i' : 'r')}{_step}");
            var done = asks ? _step > owner.RoundTrips : _step == owner.RoundTrips;
            return new GssResult(done ? GssOutcome.Done : GssOutcome.Continue, asks && done ? [] : next);
        }

        public SecretBytes ExportKey() => new(Encoding.UTF8.GetBytes($"key of {method} {target}{(owner.WrongKey && !asks ? '!' : '.')}"));

        public void Dispose()
        {
            if (_disposed)
                throw new InvalidOperationException("disposed twice");
            _disposed = true;
            owner.Alive--;
        }
    }
}
