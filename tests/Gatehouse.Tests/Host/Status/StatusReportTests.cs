using System.Collections.Immutable;
using Gatehouse.Host.Status;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Status;

/// <summary>The property names of `status --format json` are a contract.</summary>
public sealed class StatusReportTests
{
    private static readonly StatusReport Example = new()
    {
        Name = "host",
        Pid = 7,
        Policy = "p.yaml",
        UptimeSeconds = 61,
        MainModeSas = [new("10.0.0.1", "10.0.0.2", "IKE", "00ff", "AES-CBC-256/SHA-384/ECP-384", "10.0.0.2", 5, 28000)],
        QuickModeSas = [new("10.0.0.1", "10.0.0.2", "0x00001000", "0x00002000", "AES-GCM-128", 1, 2, 3, 4, 5, null, true)],
        Down = [new("10.0.0.1", "10.0.0.3", "no answer", 12)],
        Drops = ImmutableSortedDictionary<string, long>.Empty.Add("ClearTextInbound", 9),
        Passed = ImmutableSortedDictionary<string, long>.Empty.Add("Sealed", 8),
        Counters = ImmutableSortedDictionary<string, long>.Empty.Add("Held", 1).Add("Flushed", 1).Add("HeldExpired", 0),
    };

    [Fact]
    public void Names_and_values_are_as_published() => Example.ToJson().GetRawText().ShouldBe(
        ("{'name':'host','pid':7,'policy':'p.yaml','uptimeSeconds':61,"
        + "'mainModeSas':[{'local':'10.0.0.1','remote':'10.0.0.2','module':'IKE','cookies':'00ff','suite':'AES-CBC-256/SHA-384/ECP-384',"
        + "'identity':'10.0.0.2','ageSeconds':5,'rekeyInSeconds':28000}],"
        + "'quickModeSas':[{'local':'10.0.0.1','remote':'10.0.0.2','spiIn':'0x00001000','spiOut':'0x00002000','suite':'AES-GCM-128',"
        + "'bytesIn':1,'bytesOut':2,'packetsIn':3,'packetsOut':4,'ageSeconds':5,'rekeyInSeconds':null,'sending':true}],"
        + "'down':[{'local':'10.0.0.1','remote':'10.0.0.3','lastError':'no answer','nextRetrySeconds':12}],"
        + "'drops':{'ClearTextInbound':9},'passed':{'Sealed':8},'counters':{'Flushed':1,'Held':1,'HeldExpired':0}}").Replace('\'', '"'));

    [Fact]
    public void A_report_survives_the_way_to_the_client()
    {
        var back = StatusReport.FromJson(Example.ToJson());
        back.ToJson().GetRawText().ShouldBe(Example.ToJson().GetRawText());
    }
}
