using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>The native structures of C# against two C compilers for 64-bit Windows layouts.</summary>
public sealed class LayoutTests
{
    private const string Compiler = "x86_64-w64-mingw32-gcc";

    [Fact]
    public void A_C_compiler_lays_out_our_declarations_as_CSharp_does()
    {
        Privileged.RequireTools(Compiler);
        LayoutProgram.Structures.Count().ShouldBeGreaterThan(60);
        var program = LayoutProgram.AgainstOwnHeader(Places.Script("windows/wfp.h"));

        Compile(program).Error.ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_offset_does_not_compile()
    {
        Privileged.RequireTools(Compiler);
        var program = LayoutProgram.AgainstOwnHeader(Places.Script("windows/wfp.h"));

        Compile(program.Replace("offsetof(FWPM_FILTER0, rawContext) == 152", "offsetof(FWPM_FILTER0, rawContext) == 148", StringComparison.Ordinal))
            .Error.ShouldContain("FWPM_FILTER0.rawContext");
    }

    [Fact]
    public void The_compilers_own_headers_agree_where_they_follow_the_SDK()
    {
        Privileged.RequireTools(Compiler);
        string[] common =
        [
            "FWP_BYTE_BLOB", "FWP_VALUE0", "FWP_CONDITION_VALUE0", "FWP_RANGE0", "FWP_V4_ADDR_AND_MASK", "FWPM_DISPLAY_DATA0",
            "FWPM_SESSION0", "FWPM_FIELD0", "FWPM_LAYER0",
            "FWPM_PROVIDER0", "FWPM_CALLOUT0", "FWPM_FILTER_CONDITION0", "FWPM_ACTION0", "FWPM_FILTER0", "FWPM_FILTER_ENUM_TEMPLATE0",
            "FWPM_FILTER_SUBSCRIPTION0", "FWPM_FILTER_CHANGE0", "IPSEC_PROPOSAL0", "IPSEC_SA_TRANSFORM0", "IKEEXT_PROPOSAL0",
        ];

        var result = Compile(LayoutProgram.AgainstCompilerHeaders(common));
        result.ExitCode.ShouldBe(0, result.ToString());
    }

    private static ToolResult Compile(string program)
    {
        var folder = Directory.CreateTempSubdirectory("gh-layout-");
        try
        {
            var file = Path.Combine(folder.FullName, "layout.c");
            File.WriteAllText(file, program);
            return Tool.Run(Compiler, "-std=gnu11", "-fsyntax-only", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
