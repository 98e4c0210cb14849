using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PoaSidechain.Chain;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Node.Commands;

/// <summary>Reads and prepares the next blocks of a file while those before are imported.</summary>
internal sealed class BlockReadAhead(BlockFileReader reader, BlockPreparation preparation)
{
    private const int MaxSignatures = 512;      // of a batch, so that both sides always have work and the engine's cache of seals is never overrun
    private const int MaxBatches = 3;           // waiting; more only take memory

    /// <summary>The blocks in the order of the file, each with whether it is the last.</summary>
    public async IAsyncEnumerable<(PreparedBlock Block, bool IsLast)> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<(PreparedBlock[] Blocks, bool IsLast)>(
            new BoundedChannelOptions(MaxBatches) { SingleReader = true, SingleWriter = true });
        var producing = Task.Run(() => ProduceAsync(batches.Writer, stopping.Token), CancellationToken.None);
        try
        {
            await foreach (var (blocks, isLast) in batches.Reader.ReadAllAsync(cancellation))
            {
                for (var i = 0; i < blocks.Length; i++)
                {
                    yield return (blocks[i], isLast && i == blocks.Length - 1);
                }
            }
        }
        finally
        {
            await stopping.CancelAsync();
            await producing;
        }
    }

    private async Task ProduceAsync(ChannelWriter<(PreparedBlock[] Blocks, bool IsLast)> writer, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested && ReadBatch() is { Count: > 0 } blocks)
            {
                await writer.WriteAsync((preparation.Prepare(blocks), reader.IsAtEnd), stopping);
            }

            writer.Complete();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e); // thrown again to whoever reads
        }
    }

    private List<Block> ReadBatch()
    {
        List<Block> blocks = [];
        for (var signatures = 0; signatures < MaxSignatures && reader.ReadNext() is { } block; signatures += 1 + block.Transactions.Length)
        {
            blocks.Add(block);
        }

        return blocks;
    }
}
