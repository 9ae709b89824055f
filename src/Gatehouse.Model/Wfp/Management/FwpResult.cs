using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>
/// How a call on the filter engine ended. Errors are values, never exceptions: whoever knows WFP finds the code again, and the detail names the
/// object and what was expected.
/// </summary>
/// <param name="Error">FWP_E_*, or <see cref="FwpError.None"/>.</param>
/// <param name="Detail">One sentence about the object and what was expected; empty on success.</param>
public readonly record struct FwpResult(FwpError Error, string Detail)
{
    /// <summary>It was done.</summary>
    public static readonly FwpResult Success = new(FwpError.None, "");

    /// <summary>Whether it was done.</summary>
    public bool Ok => Error == FwpError.None;

    /// <summary>Turns an error into an exception, for callers that have nothing better to do with it.</summary>
    public void ThrowIfFailed()
    {
        if (!Ok)
            throw new FwpException(this);
    }

    /// <inheritdoc/>
    public override string ToString() => Ok ? "ok" : $"{FwpErrors.Name(Error)}: {Detail}";
}

/// <summary>A result that bears a value on success.</summary>
/// <typeparam name="T">What is borne.</typeparam>
/// <param name="Value">The value; the default of its type after an error.</param>
/// <param name="Error">FWP_E_*, or <see cref="FwpError.None"/>.</param>
/// <param name="Detail">One sentence about the object and what was expected; empty on success.</param>
public readonly record struct FwpResult<T>(T? Value, FwpError Error, string Detail)
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Error == FwpError.None;

    /// <summary>The result without its value.</summary>
    public FwpResult Outcome => new(Error, Detail);

    /// <summary>The value, or the error as an exception.</summary>
    public T Require() => Ok ? Value : throw new FwpException(Outcome);

    /// <inheritdoc/>
    public override string ToString() => Ok ? $"{Value}" : Outcome.ToString();

    /// <summary>A value is a success.</summary>
    public static implicit operator FwpResult<T>(T value) => new(value, FwpError.None, "");

    /// <summary>An error is a result without value.</summary>
    public static implicit operator FwpResult<T>(FwpResult failure) => new(default, failure.Error, failure.Detail);
}

/// <summary>A call on the filter engine that failed, where nobody looked at its result.</summary>
/// <param name="result">The failure.</param>
public sealed class FwpException(FwpResult result) : Exception(result.ToString())
{
    /// <summary>FWP_E_*.</summary>
    public FwpError Error { get; } = result.Error;
}
