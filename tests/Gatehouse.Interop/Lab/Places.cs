namespace Gatehouse.Interop.Lab;

/// <summary>Where things are in the checkout the tests were built in.</summary>
internal static class Places
{
    /// <summary>The root of the checkout.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>The configuration the tests were built in, Debug or Release; the product's is the same.</summary>
    public static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The product's assembly, for dotnet.</summary>
    public static readonly string Gatehouse = Path.Combine(Root, "src/Gatehouse.Cli/bin", Configuration, "net10.0/gatehouse.dll");

    /// <summary>A script of the folder lab, beside this project.</summary>
    public static string Script(string name) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../lab", name));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no checkout of Gatehouse");
        return folder.FullName;
    }
}
