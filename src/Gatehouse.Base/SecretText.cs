namespace Gatehouse.Base;

/// <summary>A text that contains key material: it prints as ***, and only a deliberate <see cref="Reveal"/> gives it out.</summary>
public sealed class SecretText(string text)
{
    /// <summary>The text itself.</summary>
    public string Reveal() => text;

    /// <summary>Always ***.</summary>
    public override string ToString() => "***";
}
