using System.CommandLine;
using Gatehouse.Cli.Decode;
using Gatehouse.Cli.Decode.Decryption;
using Gatehouse.Cli.Decode.Plugin;
using Gatehouse.Cli.Rendering;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse decode: every field of ISAKMP messages, IKEv1 and AuthIP. Off line; what is malformed is decoded up to its fault.</summary>
internal static class DecodeCommand
{
    /// <summary>A capture of a whole day of keying is far smaller; more would only fill the memory.</summary>
    private const long MaxFile = 256 * 1024 * 1024;

    public static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "One message as raw bytes, or a pcap or pcapng file.", Arity = ArgumentArity.ZeroOrOne,
        };
        var hex = new Option<string?>("--hex") { Description = "One message in hexadecimal instead of a file.", HelpName = "BYTES" };
        var keys = new Option<string?>("--keys")
        {
            Description = "Keys to decrypt with, lines of INITIATOR-COOKIE,KEY as a key log has them.", HelpName = "FILE",
        };
        var plugin = new Option<bool>("--wireshark-plugin") { Description = "Print a Wireshark dissector for AuthIP, in Lua, and decode nothing." };
        var format = FormatOption.Create();
        var command = new Command("decode", "Decode IKEv1 and AuthIP messages.") { file, hex, keys, format, plugin };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(plugin))
            {
                output.Write(WiresharkPlugin.Write());
                return ExitCode.Done;
            }

            if (Read(parsed.GetValue(file), parsed.GetValue(hex), error) is not { } input || !TryReadKeys(parsed.GetValue(keys), error, out var table))
                return ExitCode.BadInput;
            return Print(input, table, parsed.GetValue(format), output, error);
        });
        return command;
    }

    private static int Print(DecodeInput input, KeyFile? keys, OutputFormat format, TextWriter output, TextWriter error)
    {
        var decoder = new MessageDecoder(keys);
        var messages = input.Messages.Select(message => decoder.Decode(message.Data, message.Origin)).ToArray();
        if (format == OutputFormat.Json)
        {
            output.WriteLine(JsonText.Write(DecodeRendering.Json(messages, input.Fault)));
        }
        else
        {
            for (var i = 0; i < messages.Length; i++)
            {
                if (i > 0)
                    output.WriteLine();
                DecodeRendering.WriteTable(output, messages[i]);
            }
        }

        if (input.Fault is not null)
            error.WriteLine($"The input is damaged: {input.Fault}.");
        if (input.Remark is not null)
            error.WriteLine($"Note: {input.Remark}.");
        return input.Fault is null && messages.Length > 0 && messages.All(message => message.Fault is null) ? ExitCode.Done : ExitCode.NotAsExpected;
    }

    private static DecodeInput? Read(string? file, string? hex, TextWriter error)
    {
        if ((file is null) == (hex is null))
        {
            error.WriteLine("decode takes either a FILE or --hex");
            return null;
        }

        if (hex is not null)
        {
            if (DecodeInput.OfHex(hex) is { } input)
                return input;
            error.WriteLine("--hex takes pairs of hexadecimal digits");
            return null;
        }

        try
        {
            var length = new FileInfo(file!).Length;
            if (length <= MaxFile)
                return DecodeInput.Of(File.ReadAllBytes(file!));
            error.WriteLine($"{file} has {length} bytes; decode reads up to {MaxFile}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"cannot read {file}: {exception.Message}");
        }

        return null;
    }

    private static bool TryReadKeys(string? file, TextWriter error, out KeyFile? keys)
    {
        keys = null;
        if (file is null)
            return true;
        try
        {
            keys = KeyFile.Read(File.ReadLines(file), out var mistake);
            if (keys is null)
                error.WriteLine($"{file}: {mistake}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"cannot read {file}: {exception.Message}");
        }

        return keys is not null;
    }
}
