using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;

namespace PoaSidechain.Tests.Conformance.Chains;

/// <summary>A file of exported blocks and the genesis file that they build on.</summary>
internal static class ChainFile
{
    /// <summary>The blocks of an export (RLP after RLP) or an era1 archive, each with its total difficulty where the file says it.</summary>
    public static IEnumerable<(Block Block, UInt256? TotalDifficulty)> Blocks(VectorFile file) =>
        file.Name.EndsWith(".era1", StringComparison.Ordinal)
            ? Era1File.Read(file.Content).Select(entry => (entry.Block, (UInt256?)entry.TotalDifficulty))
            : BlockExport.Read(file.Content).Select(block => (block, (UInt256?)null));

    /// <summary>
    /// The genesis file: <c>genesis-x.json</c> for <c>x.blocks</c>, or the only one in the folder; for parts of mainnet, which have none, that of the vectors.
    /// </summary>
    public static ForeignGenesis? FindGenesis(VectorFile file)
    {
        var candidates = file.Neighbours(name => name.EndsWith(".json", StringComparison.Ordinal)
            && (name.Contains("enesis", StringComparison.Ordinal) || name == "mainnet.json")).ToList();
        var stem = Path.GetFileNameWithoutExtension(file.Name);
        var chosen = candidates.FirstOrDefault(candidate => candidate.Name.EndsWith(stem[(stem.IndexOf('-') + 1)..] + ".json", StringComparison.Ordinal))
            ?? candidates.FirstOrDefault()
            ?? KnownGenesis(file);
        return chosen is null ? null : ForeignGenesis.Read(chosen.Content);
    }

    private static VectorFile? KnownGenesis(VectorFile file)
    {
        var path = file.Path.Contains("mainnet", StringComparison.Ordinal) ? "rpc/besu/chains/mainnet-data/mainnet.json"
            : file.Path.Contains("geth-cmd", StringComparison.Ordinal) ? "rpc/besu/chains/testGenesis.json"
            : null;
        return path is null ? null : Vectors.Read("rpc.tar.gz", path).FirstOrDefault();
    }
}
