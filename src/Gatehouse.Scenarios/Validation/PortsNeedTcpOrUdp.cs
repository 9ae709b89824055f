using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Ports mean something with TCP, UDP and SCTP; for other protocols WFP puts other things into the same fields.</summary>
internal sealed class PortsNeedTcpOrUdp : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var match in DocumentWalk.Matches(document))
        {
            if (match.Node["protocol"]?.Text is "tcp" or "udp" or "sctp" or "6" or "17" or "132")
                continue;
            if ((match.Child("localPort") ?? match.Child("remotePort")) is { } port)
                errors.Add(port.Node.Position, port.Path, "a port needs a protocol that has ports", "protocol: tcp, udp or sctp beside it");
        }
    }
}
