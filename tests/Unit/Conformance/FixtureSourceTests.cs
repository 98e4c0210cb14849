using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.Suites;
using PoaSidechain.Tests.Unit.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.Conformance;

/// <summary>Where fixtures may lie: files, folders of any depth, archives of several kinds; and what becomes of damaged ones.</summary>
public sealed class FixtureSourceTests : IDisposable
{
    private static readonly byte[] Fixture = Encoding.UTF8.GetBytes(StateFixture.Create().ToJsonString());

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("file.json")]
    [InlineData("file.json.gz")]
    [InlineData("fixtures.tar")]
    [InlineData("fixtures.tar.gz")]
    [InlineData("fixtures.tgz")]
    [InlineData("fixtures.zip")]
    public void File_is_read_by_itself_and_deep_in_a_folder(string name)
    {
        var file = Write(name);
        Write(Path.Combine("deep", "er", name));

        Assert.Equal((1, 0), CountsOf(file));
        Assert.Equal((1, 0), CountsOf(Path.Combine(_folder.Path, "deep")));
    }

    [Fact]
    public void Files_of_other_kinds_beside_them_give_no_cases()
    {
        Write("a.json");
        File.WriteAllText(Path.Combine(_folder.Path, "index.json"), """{"root_hash": "0x00", "test_cases": [{"id": "x"}]}""");
        File.WriteAllText(Path.Combine(_folder.Path, "list.json"), "[1, 2]");
        File.WriteAllText(Path.Combine(_folder.Path, "notes.txt"), "nothing");
        File.WriteAllText(Path.Combine(_folder.Path, "blocks.json"), """{"b": {"network": "London", "blocks": [], "genesisBlockHeader": {}, "pre": {}}}""");

        Assert.Equal((1, 0), CountsOf(_folder.Path));
    }

    [Fact]
    public void Text_that_is_no_json_fails_with_its_path_and_the_others_run()
    {
        Write("a.json");
        File.WriteAllText(Path.Combine(_folder.Path, "broken.json"), "{\"transfer\": ");
        Write("c.json");

        var report = Run(_folder.Path);

        Assert.Equal(2, report.Passed);
        Assert.Equal("broken.json", Assert.Single(report.Failures).File);
    }

    [Fact]
    public void Archive_that_ends_too_early_is_a_failure_not_a_crash()
    {
        var whole = File.ReadAllBytes(Write("fixtures.tar.gz", copies: 50));
        var half = Path.Combine(_folder.Path, "half.tar.gz");
        File.WriteAllBytes(half, whole[..(whole.Length / 2)]);

        Assert.Equal(1, Run(half).Failed);
    }

    [Fact]
    public void Report_and_summary_hold_the_counts()
    {
        var report = Run(Write("file.json"));
        var (json, summary) = (Path.Combine(_folder.Path, "report.json"), Path.Combine(_folder.Path, "report.md"));

        report.WriteJson(json);
        Summary.Write(summary, report, "--suite state");

        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(json));
        Assert.Equal(1, document.RootElement.GetProperty("passed").GetInt32());
        Assert.Equal("London", document.RootElement.GetProperty("counts")[0].GetProperty("fork").GetString());
        Assert.Contains("| state | London | 1 | 0 | 0 |", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static RunReport Run(string source)
    {
        var suite = new StateSuite();
        return SuiteRunner.Run(suite, Fixtures.Of(suite, source), new RunOptions());
    }

    private static (int Passed, int Failed) CountsOf(string source)
    {
        var report = Run(source);
        return (report.Passed, report.Failed);
    }

    private string Write(string name, int copies = 1)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        switch (name[name.IndexOf('.', StringComparison.Ordinal)..])
        {
            case ".json.gz":
                using (var packed = new GZipStream(file, CompressionLevel.Fastest))
                {
                    packed.Write(Fixture);
                }

                break;
            case ".tar":
                WriteTar(file, copies);
                break;
            case ".tar.gz" or ".tgz":
                using (var packed = new GZipStream(file, CompressionLevel.NoCompression))
                {
                    WriteTar(packed, copies);
                }

                break;
            case ".zip":
                using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
                {
                    using var entry = archive.CreateEntry("fixtures/state_tests/file.json").Open();
                    entry.Write(Fixture);
                }

                break;
            default:
                file.Write(Fixture);
                break;
        }

        return path;
    }

    private static void WriteTar(Stream stream, int copies)
    {
        using var writer = new TarWriter(stream, leaveOpen: true);
        for (var i = 0; i < copies; i++)
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"fixtures/state_tests/file{i}.json") { DataStream = new MemoryStream(Fixture) });
        }
    }
}
