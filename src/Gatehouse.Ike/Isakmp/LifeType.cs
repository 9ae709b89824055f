namespace Gatehouse.Ike.Isakmp;

/// <summary>Values of Life Type, the same in both phases (RFC 2409 appendix A, RFC 2407 section 4.5).</summary>
public enum LifeType : ushort
{
    /// <summary>Seconds.</summary>
    Seconds = 1,

    /// <summary>Kilobytes.</summary>
    Kilobytes = 2,
}
