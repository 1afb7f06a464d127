namespace Copositive.Tests;

/// <summary>Finds the folder of shared test data: COPOSITIVE_DATA, else ../shared/data beside the checkout.</summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>The full path of a shared file. Skips the calling test where the data is missing, or fails it where it is required.</summary>
    /// <param name="relative">A path below the data folder, with forward slashes.</param>
    public static string Path(string relative)
    {
        if (Root is not null)
            return System.IO.Path.Combine(Root, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));
        if (Environment.GetEnvironmentVariable("COPOSITIVE_DATA_REQUIRED") == "1")
            Assert.Fail("The shared test data is required (COPOSITIVE_DATA_REQUIRED=1) but COPOSITIVE_DATA names no folder.");
        Assert.Ignore("The shared test data is not on this machine; set COPOSITIVE_DATA to its folder.");
        return string.Empty;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("COPOSITIVE_DATA") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Copositive.sln"))) continue;
            var beside = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "data"));
            return Directory.Exists(beside) ? beside : null;
        }
        return null;
    }
}
