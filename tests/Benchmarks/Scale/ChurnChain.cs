using System.Globalization;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Scale;

/// <summary>A long chain that writes the same thousand slots over and over, one in each block: what is not pruned shows.</summary>
internal static class ChurnChain
{
    private const int Segments = 4;

    private static readonly Address Writer = Address.FromNumber(0xc4);

    // sstore(number % 1000, number)
    private static readonly byte[] WriterCode = Hex.Decode("0x436103e843065500");

    public static string Genesis { get; } = WorkFolder.Kept("genesis-churn.json");

    /// <summary>The chain's files, a quarter of the blocks each; made when they are not there.</summary>
    public static async Task<string[]> MakeAsync(int blocks)
    {
        string[] files = [.. Enumerable.Range(1, Segments).Select(i => WorkFolder.Kept(string.Create(CultureInfo.InvariantCulture, $"churn-{blocks}-{i}.rlp")))];
        var writer = $"\"{Writer}\":{{\"balance\":\"0\",\"code\":\"{Hex.Encode(WriterCode)}\"}}";
        await File.WriteAllTextAsync(Genesis, BenchGenesis.Text([TestKeys.A.Address], 30_000_000, [TestKeys.A], writer));
        if (files.All(File.Exists))
        {
            return files;
        }

        await using var chain = new LocalChain(GenesisFileReader.Read(await File.ReadAllBytesAsync(Genesis)), new Storage.MemoryStore());
        ulong nonce = 0;
        foreach (var path in files)
        {
            await using var file = new BufferedStream(File.Create(path), 1 << 20);
            for (var i = 0; i < blocks / Segments; i++)
            {
                chain.Pool.Add(Transfers.Call(TestKeys.A, nonce++, Writer, default, 60_000), isLocal: true);
                await file.WriteAsync((await chain.SealAsync(TestKeys.A)).Encode());
            }
        }

        return files;
    }
}
