using System.Collections.Concurrent;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Chains;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Rpc;

/// <summary>The chains that questions are asked about: imported once, and only read from then on.</summary>
internal static class RpcChains
{
    private static readonly ConcurrentDictionary<string, Lazy<FixtureChain>> ByFolder = new(StringComparer.Ordinal);

    /// <summary>The chain of a genesis file and an export in a folder at or above a fixture's.</summary>
    /// <param name="file">The fixture.</param>
    /// <param name="levelsUp">How many folders above it.</param>
    /// <param name="names">Names of the genesis file and of the export.</param>
    public static FixtureChain Of(VectorFile file, int levelsUp, (string Genesis, string Blocks) names)
    {
        var folder = string.Join('/', file.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(levelsUp));
        return ByFolder.GetOrAdd($"{file.Source}:{folder}", _ => new Lazy<FixtureChain>(() => Load(file, levelsUp, names))).Value;
    }

    /// <summary>The chain of a genesis file and an export that lie elsewhere in the archive or folder that a fixture came from.</summary>
    /// <param name="file">The fixture.</param>
    /// <param name="genesis">How the genesis file's path ends.</param>
    /// <param name="blocks">How the export's path ends.</param>
    public static FixtureChain Of(VectorFile file, string genesis, string blocks) =>
        ByFolder.GetOrAdd($"{file.Source}:{genesis}", _ => new Lazy<FixtureChain>(() => Load(Find(file, genesis), Find(file, blocks)))).Value;

    private static VectorFile Find(VectorFile file, string end) =>
        VectorFiles.Read(file.Source, path => path.EndsWith(end, StringComparison.Ordinal)).FirstOrDefault()
            ?? throw new InvalidDataException($"There is no {end} in {file.Source}.");

    private static FixtureChain Load(VectorFile file, int levelsUp, (string Genesis, string Blocks) names)
    {
        var files = file.Neighbours(name => name == names.Genesis || name == names.Blocks, levelsUp).ToDictionary(found => found.Name, StringComparer.Ordinal);
        if (!files.TryGetValue(names.Genesis, out var genesis) || !files.TryGetValue(names.Blocks, out var blocks))
        {
            throw new InvalidDataException($"The chain of the questions, {names.Genesis} and {names.Blocks}, is not in the folder above them.");
        }

        return Load(genesis, blocks);
    }

    private static FixtureChain Load(VectorFile genesis, VectorFile blocks)
    {
        var chain = new FixtureChain(ForeignGenesis.Read(genesis.Content));
        foreach (var (block, _) in ChainFile.Blocks(blocks).Where(entry => entry.Block.Number > 0))
        {
            if (chain.Import(block) is { IsValid: false } verdict)
            {
                throw new InvalidDataException($"Block {block.Number} of {blocks.Path}: {verdict}");
            }
        }

        // The questions take the head for safe and final.
        chain.Pin.SetAttested(chain.Tree.Head.Number, chain.Tree.Head.Hash);
        chain.Pin.SetFinal(1, chain.Tree.Head.Number, chain.Tree.Head.Hash);
        return chain;
    }
}
