using PoaSidechain.Chain;
using PoaSidechain.Node.Hosting;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Builds a chain from files of blocks, with full validation, up to one block and not beyond.</summary>
internal static class ArchiveImport
{
    private const ulong ProgressInterval = 10_000;

    /// <summary>Reads the files in the order given; blocks that are there already are passed over.</summary>
    /// <exception cref="BridgeException">A file cannot be read, leaves blocks out, is another chain's, or has a block that is not valid.</exception>
    public static async Task RunAsync(OpenChain chain, IReadOnlyList<string> files, ulong lastBlock, TextWriter output, CancellationToken cancellationToken)
    {
        var import = new BlockImport(chain.Spec, chain.Engine, chain.Tree, chain.Store, chain.States, chain.Pin, TimeProvider.System);
        foreach (var file in files)
        {
            if (chain.Tree.Head.Number >= lastBlock)
            {
                return;
            }

            try
            {
                await ReadAsync(chain, import, file, lastBlock, output, cancellationToken);
            }
            catch (Exception e) when (e is InvalidDataException or RlpException)
            {
                throw new BridgeException($"{file} cannot be read behind block {chain.Tree.Head.Number}: {e.Message}", e);
            }
        }
    }

    private static async Task ReadAsync(OpenChain chain, BlockImport import, string file, ulong lastBlock, TextWriter output, CancellationToken cancellationToken)
    {
        using var input = ChainFileCommands.OpenRead(file);
        using var reader = new BlockFileReader(input);
        var readAhead = new BlockReadAhead(reader, new BlockPreparation(chain.Spec, chain.Engine));
        await foreach (var (prepared, isLast) in readAhead.ReadAsync(cancellationToken))
        {
            var (block, head) = (prepared.Block, chain.Tree.Head);
            if (block.Number == 0 && block.Hash != chain.Tree.Genesis.Hash)
            {
                throw new BridgeException($"{file} begins with block {block.Hash}; the genesis file gives {chain.Tree.Genesis.Hash}: it is another chain's.");
            }

            if (block.Number <= head.Number && chain.Tree.FindHash(block.Number) == block.Hash)
            {
                continue;
            }

            if (block.Number > head.Number + 1)
            {
                throw new BridgeException($"{file} goes on with block {block.Number}; the blocks {head.Number + 1} to {block.Number - 1} are missing.");
            }

            var (result, _) = import.Import(prepared, durable: isLast || block.Number == lastBlock);
            if (result.Outcome == ImportOutcome.Refused)
            {
                throw new BridgeException($"Block {block.Number} {block.Hash} in {file} is not valid ({result.Verdict}): the file is damaged, or lies.");
            }

            if (chain.Tree.Head.Number >= lastBlock)
            {
                return;
            }

            if (block.Number % ProgressInterval == 0)
            {
                await output.WriteLineAsync($"Block {block.Number} of {lastBlock} is built.");
            }
        }
    }
}
