namespace Gatehouse.Linux.Diagnosis;

/// <summary>What a finding is about.</summary>
public enum FindingTopic
{
    /// <summary>Root or the capabilities.</summary>
    Privilege,

    /// <summary>The kernel's netfilter queue.</summary>
    NetfilterQueue,

    /// <summary>Rules that queue: nftables or iptables.</summary>
    Rules,

    /// <summary>Network namespaces, for the demonstration and the tests.</summary>
    Namespaces,
}

/// <summary>One thing this machine can or cannot do.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Ok">Whether it is there.</param>
/// <param name="Sentence">What was found; when it is missing, what to do.</param>
public sealed record Finding(FindingTopic Topic, bool Ok, string Sentence);
