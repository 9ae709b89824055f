namespace Gatehouse.Keying.Ikev1;

/// <summary>Choices of whoever composes the node; policy stays in the policy.</summary>
public sealed record Ikev1Options
{
    /// <summary>UDP port of both ends (RFC 2408 section 2.5.1).</summary>
    public ushort Port { get; init; } = 500;

    /// <summary>Emit each main mode's encryption key, so that a capture can be decrypted. Off unless the operator asked for it.</summary>
    public bool ExportKeys { get; init; }
}
