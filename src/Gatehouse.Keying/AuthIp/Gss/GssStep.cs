using Gatehouse.Ike.AuthIp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp.Gss;

/// <summary>A step of a context that may wait for somebody. The context is disposed only when the step is back, and is in one step at a time.</summary>
internal sealed class GssStep(IGssContext context, byte[] token, bool isInitiator) : KeyingStep
{
    private volatile bool _isWanted = true;

    /// <inheritdoc/>
    public override bool IsOwn => isInitiator;

    /// <summary>What came of it.</summary>
    public GssResult Result { get; private set; } = GssResult.Failed(WindowsError.GeneralProcessingError, "the step was not taken");

    /// <summary>Nobody waits for it any more: when it has not begun yet it need not.</summary>
    public void Unwant() => _isWanted = false;

    /// <inheritdoc/>
    public override void Run()
    {
        if (!_isWanted)
            return;
        try
        {
            Result = context.Step(token);
        }
#pragma warning disable CA1031 // A mechanism that breaks has failed, and the machine must hear of it.
        catch (Exception e)
        {
            Result = GssResult.Failed(WindowsError.GeneralProcessingError, $"the mechanism broke ({e.GetType().Name}: {e.Message})");
        }
#pragma warning restore CA1031
    }

    /// <inheritdoc/>
    public override void Refuse(string why) => Result = GssResult.Failed(WindowsError.GeneralProcessingError, why);
}
