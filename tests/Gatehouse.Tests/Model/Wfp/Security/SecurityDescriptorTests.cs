using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Security;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Model.Wfp.Security;

public sealed class SecurityDescriptorTests
{
    [Theory]
    [InlineData("O:BAG:SYD:(A;;GA;;;BA)(A;;0x50;;;WD)")]
    [InlineData("D:PAI(D;OICI;CCDCLC;;;S-1-5-21-1-2-3-1001)(A;;GRGWGX;;;NO)")]
    [InlineData("O:S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052")]
    [InlineData("D:")]
    [InlineData("")]
    public void What_is_written_is_what_was_read_as_text_and_as_bytes(string sddl)
    {
        var read = SecurityDescriptor.Parse(sddl).Require();
        var text = $"{read}";
        SecurityDescriptor.Parse(text).Require().ShouldBe(read);
        SecurityDescriptor.FromBytes(read.ToBytes()).Require().ShouldBe(read);
        text.ShouldBe(sddl.Replace("0x50", "RPDT", StringComparison.Ordinal).Replace("OICI", "CIOI", StringComparison.Ordinal));
    }

    [Fact]
    public void The_bytes_are_those_of_the_documented_structures()
    {
        var bytes = SecurityDescriptor.Parse("O:SYD:P(A;;0x7ff;;;BA)").Require().ToBytes();
        Convert.ToHexStringLower(bytes).ShouldBe(
            "0100" + "0490" + "14000000" + "00000000" + "00000000" + "20000000" // revision, control, owner at 20, no group, no SACL, DACL at 32
            + "010100000000000512000000" // S-1-5-18
            + "0200" + "2000" + "0100" + "0000" // ACL: revision, size, one entry
            + "00" + "00" + "1800" + "ff070000" + "01020000000000052000000020020000"); // allowed, rights, S-1-5-32-544
    }

    [Theory]
    [InlineData("O:XX", "'XX' is no SID")]
    [InlineData("S:(AU;;GA;;;WD)", "O: for the owner")]
    [InlineData("O:BAO:SY", "twice")]
    [InlineData("D:Q(A;;GA;;;BA)", "no flag of a DACL")]
    [InlineData("D:(A;;GA;;BA)", "six parts")]
    [InlineData("D:(OA;;GA;;;BA)", "no type of an entry")]
    [InlineData("D:(A;QQ;GA;;;BA)", "are no flags")]
    [InlineData("D:(A;;0xfffffffff;;;BA)", "are no rights")]
    [InlineData("D:(A;;G;;;BA)", "are no rights")]
    [InlineData("D:(A;;GA;;;S-1-5-4294967296)", "is no SID")]
    [InlineData("D:(A;;GA;;;BA", "was expected")]
    public void Wrong_text_is_refused_with_the_part_that_is_wrong(string sddl, string why)
    {
        var refused = SecurityDescriptor.Parse(sddl);
        refused.Error.ShouldBe(FwpError.InvalidParameter);
        refused.Detail.ShouldContain(why);
    }

    [Fact]
    public void Bytes_cut_anywhere_or_pointing_anywhere_are_refused_and_never_read_beyond()
    {
        var good = SecurityDescriptor.Parse("O:BAG:SYD:(A;;GA;;;BA)(D;;GX;;;WD)").Require().ToBytes();
        for (var length = 0; length < good.Length; length++)
            SecurityDescriptor.FromBytes(good.AsSpan(0, length)).Error.ShouldBe(FwpError.InvalidParameter, $"{length} bytes");
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var value in (byte[])[0, 1, 0x7f, 0xff])
            {
                var spoiled = (byte[])[.. good];
                spoiled[at] = value;
                var read = SecurityDescriptor.FromBytes(spoiled);
                if (read.Ok)
                    SecurityDescriptor.FromBytes(read.Value.ToBytes()).Require().ShouldBe(read.Value, $"byte {at} = {value}");
            }
        }
    }

    [Fact]
    public void Entries_of_unknown_types_are_not_passed_over()
    {
        var bytes = SecurityDescriptor.Parse("D:(A;;GA;;;BA)").Require().ToBytes();
        bytes[28] = 9;
        SecurityDescriptor.FromBytes(bytes).Detail.ShouldContain("type 9");
    }

    [Fact]
    public void Parts_are_taken_set_and_missed()
    {
        var whole = SecurityDescriptor.Parse("O:BAG:SYD:P(A;;GA;;;BA)").Require();
        $"{whole.Only(SecurityParts.Owner | SecurityParts.Group)}".ShouldBe("O:BAG:SY");
        $"{whole.With(SecurityParts.Dacl, SecurityDescriptor.Parse("O:WDD:(A;;GX;;;WD)").Require())}".ShouldBe("O:BAG:SYD:(A;;GX;;;WD)");
        whole.Only(SecurityParts.Dacl).Check(SecurityParts.All).Error.ShouldBe(FwpError.NullPointer);
        whole.Check(0).Error.ShouldBe(FwpError.InvalidFlags);
        whole.Check((SecurityParts)8).Error.ShouldBe(FwpError.InvalidFlags);
    }
}
