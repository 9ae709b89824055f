using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>
/// Floors 0 to 4 take packets, datagrams and time in, and hand verdicts and actions out. That is what lets the simulator run the very
/// code that runs on the wire, ten thousand times, on a virtual clock. src/BannedSymbols.txt bans clocks and chance; this bans the rest.
/// </summary>
public sealed class SansIoTests
{
    private static readonly (string Pattern, string Why)[] Banned =
    [
        (@"\bSystem\.IO\.(?!BinaryPrimitives)\w+|\busing\s+System\.IO\s*;|\bFile\.(Read|Write|Open|Exists|Append|Create|Delete|Move)|\bDirectory\.\w+\(",
            "files are read and written by Host and Cli; take the text or bytes as a parameter"),
        (@"\b(new\s+)?(Socket|UdpClient|TcpClient|TcpListener|NetworkStream)\b\s*[\(.]", "sockets belong to floor 5; hand out a SendDatagram action"),
        (@"\bSystem\.Net\.Http\b|\bHttpClient\b|\bDns\.\w+\(", "the network is floor 5's; nothing below it looks names up"),
        (@"\bProcess\.\w+\(|\bnew\s+Process(StartInfo)?\b", "processes are started by floor 5"),
        (@"\bnew\s+Thread\b|\bThread\.\w+\(|\bThreadPool\b|\bParallel\.\w+", "one thread drives a node; a core starts none"),
        (@"\bTask\b(?!\w)|\bValueTask\b|\basync\b|\bawait\b", "cores do not wait: return an action now and take the answer as an input later"),
        (@"\bnew\s+(System\.Threading\.)?Timer\b|\bTimeProvider\b|\bPeriodicTimer\b", "time is the parameter `now`; hand out NextDeadline"),
        (@"\bEnvironment\.(GetEnvironmentVariable|Exit|MachineName|UserName|CurrentDirectory)", "the environment is read by Host and Cli"),
        (@"\bConsole\.\w+", "cores never print; hand out an event"),
        (@"\bILogger\b|\bMicrosoft\.Extensions\.Logging\b", "cores never log; hand out an event"),
        (@"\bDllImport\b|\bLibraryImport\b|\bNativeLibrary\b", "native code below floor 5 is libcrypto alone, in Gatehouse.Crypto/Native"),
    ];

    [Fact]
    public void Floors_0_to_4_do_no_io()
    {
        var breaches = new List<string>();
        foreach (var file in Repository.Sources.Where(file => Floors.FloorOf(file.Room) <= Floors.LastSansIo))
            for (var i = 0; i < file.Code.Length; i++)
                foreach (var (pattern, why) in Banned)
                    if (Regex.Match(file.Code[i], pattern) is { Success: true } match && !IsTheOneNativeException(file, match.Value))
                        breaches.Add($"{file.At(i)} uses {match.Value.Trim()}: {why}");

        breaches.ShouldHaveNone("Floors 0 to 4 are sans-IO (docs/decisions/floors-layout.md).");
    }

    private static bool IsTheOneNativeException(SourceFile file, string found) =>
        file.IsUnder("src/Gatehouse.Crypto/Native") && found is "DllImport" or "LibraryImport" or "NativeLibrary";
}
