using System.IO.Compression;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.TestKit.Chains;

namespace PoaSidechain.Tests.Benchmarks.Import;

/// <summary>A chain to import: unpacked files, and what is in them.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Genesis">Path of the genesis file.</param>
/// <param name="Blocks">Path of the RLP blocks.</param>
internal sealed record ChainFile(string Name, string Genesis, string Blocks)
{
    public int BlockCount { get; private init; }

    public int TransactionCount { get; private init; }

    public double Gas { get; private init; }

    /// <summary>Unpacks where needed, and counts.</summary>
    public static ChainFile Load(string name, string genesis, string chain)
    {
        var file = new ChainFile(name, Unpack(genesis), Unpack(chain));
        var (blocks, transactions, gas) = (0, 0, 0.0);
        foreach (var block in file.ReadBlocks())
        {
            blocks += block.Number > 0 ? 1 : 0;
            transactions += block.Transactions.Length;
            gas += block.Header.GasUsed;
        }

        return file with { BlockCount = blocks, TransactionCount = transactions, Gas = gas };
    }

    /// <summary>The blocks, one at a time.</summary>
    public IEnumerable<Block> ReadBlocks() => BlockExport.Read(File.ReadAllBytes(Blocks));

    private static string Unpack(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            return path;
        }

        var target = WorkFolder.Kept(Path.GetFileNameWithoutExtension(path));
        if (!File.Exists(target))
        {
            using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var unpacked = File.Create(target);
            packed.CopyTo(unpacked);
        }

        return target;
    }
}
