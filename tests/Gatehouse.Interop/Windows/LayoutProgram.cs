using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Gatehouse.Windows;

namespace Gatehouse.Interop.Windows;

/// <summary>Prints a C program that a compiler accepts only if it lays out its own declarations as C# lays out ours.</summary>
internal static class LayoutProgram
{
    public static IEnumerable<Type> Structures => typeof(WindowsFilterEngine).Assembly.GetTypes()
        .Where(type => type is { Namespace: "Gatehouse.Windows.Native", IsValueType: true, IsNested: false })
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>Every structure and member against the declarations of a header.</summary>
    public static string AgainstOwnHeader(string header)
    {
        var program = new StringBuilder($"#include \"{header}\"\n");
        foreach (var type in Structures)
        {
            program.Append($"_Static_assert(sizeof({type.Name}) == {Marshal.SizeOf(type)}, \"size of {type.Name}\");\n");
            foreach (var field in Fields(type))
                program.Append($"_Static_assert(offsetof({type.Name}, {field.Name}) == {Marshal.OffsetOf(type, field.Name)}, \"{type.Name}.{field.Name}\");\n");
        }

        return program.Append("int main(void) { return 0; }\n").ToString();
    }

    /// <summary>The sizes of what the headers of the compiler declare as the SDK does; each structure a guard of its own.</summary>
    public static string AgainstCompilerHeaders(IEnumerable<string> structures)
    {
        var program = new StringBuilder("#define _WIN32_WINNT 0x0A00\n#include <winsock2.h>\n#include <windows.h>\n#include <stddef.h>\n#include <fwpmu.h>\n");
        foreach (var type in Structures.Where(type => structures.Contains(type.Name)))
            program.Append($"_Static_assert(sizeof({type.Name}) == {Marshal.SizeOf(type)}, \"size of {type.Name}\");\n");
        return program.Append("int main(void) { return 0; }\n").ToString();
    }

    private static FieldInfo[] Fields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
