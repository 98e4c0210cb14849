using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Gossip;

/// <summary>Tells peers of new blocks: whole to √peers, the hash to the rest; and of our head again when it has stood still.</summary>
/// <remarks>Thread: <see cref="RunAsync"/> once; everything else any and quick.</remarks>
internal sealed partial class BlockGossip(IBlockTree tree, Func<IReadOnlyList<Peer>> peers, Dice dice, TimeProvider time, ILogger logger)
{
    private const int MaxQueued = 64;

    private readonly Channel<Block> _queue = Channel.CreateBounded<Block>(
        new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>A block that peers may not have: our new head, or a block of a side branch, which others may need to leave a deadlock.</summary>
    public void Spread(Block block) => _queue.Writer.TryWrite(block);

    /// <summary>Tells all peers of our head by its hash, even those that were told before.</summary>
    public void AnnounceHead()
    {
        var head = tree.Head;
        foreach (var peer in peers())
        {
            peer.Eth.AnnounceBlock(head, again: true);
        }
    }

    /// <summary>Spreads blocks as they come, and announces the head again whenever nothing has come for <paramref name="reannounce"/>.</summary>
    public async Task RunAsync(TimeSpan reannounce, CancellationToken cancellation)
    {
        while (true)
        {
            using var timer = new CancellationTokenSource(reannounce, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
            try
            {
                var block = await _queue.Reader.ReadAsync(both.Token);
                SpreadNow(block);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Two halves of the signers that each missed the other's last block find each other again by this.
                AnnounceHead();
            }
        }
    }

    private void SpreadNow(Block block)
    {
        var hash = block.Hash;
        var without = dice.Shuffle(peers().Where(peer => !peer.Eth.KnownBlocks.Contains(hash)));
        if (without.Length == 0 || tree.FindTotalDifficulty(hash) is not { } totalDifficulty)
        {
            return;
        }

        var whole = (int)Math.Ceiling(Math.Sqrt(without.Length));
        var payload = EthCodec.EncodeNewBlock(block, totalDifficulty);
        foreach (var peer in without[..whole])
        {
            peer.Eth.SendBlock(hash, payload);
        }

        foreach (var peer in without[whole..])
        {
            peer.Eth.AnnounceBlock(block.Header);
        }

        Log.Spread(logger, block.Number, hash, whole, without.Length - whole);
    }

    private static partial class Log
    {
        [LoggerMessage(6030, LogLevel.Debug, "Block {Number} {Hash} went whole to {Whole} peers and by hash to {Announced}")]
        public static partial void Spread(ILogger logger, ulong number, Primitives.Hash256 hash, int whole, int announced);
    }
}
