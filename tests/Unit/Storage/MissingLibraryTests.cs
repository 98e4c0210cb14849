using System.Diagnostics;
using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.Storage;

/// <summary>
/// What an operator reads on a machine without LevelDB: tried in a process that sees an empty file in the library's place.
/// </summary>
public sealed class MissingLibraryTests : IDisposable
{
    private const string Library = "libleveldb.so.1d";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_library_names_the_package()
    {
        using (_folder.Open())
        {
            // maps the library, so that its path can be found
        }

        var cancellation = TestContext.Current.CancellationToken;
        var maps = await File.ReadAllLinesAsync("/proc/self/maps", cancellation);
        var path = maps.First(line => line.Contains("libleveldb", StringComparison.Ordinal)).Split(' ')[^1];
        var child = $"exec dotnet {typeof(MissingLibraryTests).Assembly.Location} -explicit only "
            + $"-method {typeof(MissingLibraryTests).FullName}.{nameof(Opens_nothing_and_says_what_to_install)}";
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--mount", "sh", "-c", $"mount --bind /dev/null {path} && {child}" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);

        Assert.SkipWhen(!output.Contains("TEST EXECUTION SUMMARY", StringComparison.Ordinal), "Hiding a library needs root and mount namespaces.");
        Assert.True(process.ExitCode == 0, output);
    }

    [Fact(Explicit = true)]
    public void Opens_nothing_and_says_what_to_install()
    {
        var error = Assert.Throws<StorageException>(() => _folder.Open());

        Assert.Equal(StorageError.MissingLibrary, error.Error);
        Assert.Contains(Library, error.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libleveldb1d", error.Message, StringComparison.Ordinal);
    }
}
