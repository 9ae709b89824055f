using Gatehouse.Model.Wfp;

namespace Gatehouse.Windows.Translation;

/// <summary>
/// An object that one of the two worlds cannot say, with the error that the engine would give for it. Never leaves this room: a session turns it
/// into a result.
/// </summary>
internal sealed class TranslationException(FwpError error, string sentence) : Exception(sentence)
{
    public FwpError Error { get; } = error;
}
