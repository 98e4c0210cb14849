using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Soak;

/// <summary>Carries every withdrawal to L1, and has queued ones paid when their time has come. L1 is asked what was paid, because it may take things back.</summary>
internal sealed class Claimer(Network network, Bridge bridge, IReadOnlyList<PrivateKey> keys, SoakTally tally)
{
    private const int BatchSize = 16; // of one call of claimMany
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, ulong> _seenPaid = []; // index of a leaf -> block of L1 at which it was seen paid
    private int _settled; // withdrawals before this are paid for good

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ClaimAllAsync(stopping);
                await Task.Delay(Pause, stopping);
            }
            catch (Exception e) when (e is DevnetException or RpcUnavailableException or RpcException)
            {
                tally.Add("claims that failed and were made again");
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Claims what can be claimed now; how many are left that cannot.</summary>
    public async Task<int> ClaimAllAsync(CancellationToken cancellationToken)
    {
        var leaves = await bridge.WithdrawalsAsync(cancellationToken);
        var (_, _, claimable) = await bridge.HeadAsync(cancellationToken);
        var head = await network.L1.Chain.HeadAsync(cancellationToken);
        List<WithdrawalLeaf> unpaid = [];
        for (var i = _settled; i < (int)claimable && i < leaves.Count; i++)
        {
            if (await bridge.IsClaimedAsync(leaves[i], cancellationToken))
            {
                _seenPaid.TryAdd(i, head);
            }
            else
            {
                _seenPaid.Remove(i);
                unpaid.Add(leaves[i]);
            }
        }

        while (_seenPaid.TryGetValue(_settled, out var block) && block + (2 * Mischief.DeepestReorganisation) < head)
        {
            _seenPaid.Remove(_settled++);
        }

        foreach (var batch in unpaid.Chunk(BatchSize))
        {
            await network.L1.Chain.SendAsync(keys[0], bridge.Identity.Vault, Withdrawals.ClaimMany(batch, leaves, claimable, bridge.Identity), cancellationToken);
            tally.Add("claims", batch.Length);
        }

        return leaves.Count - (int)claimable;
    }

    /// <summary>Has everything paid that waits in the queue, by all keys at once; the last of it must be due.</summary>
    public async Task<int> ReleaseAllAsync(CancellationToken cancellationToken)
    {
        List<WithdrawalLeaf> queued = [];
        foreach (var leaf in await bridge.WithdrawalsAsync(cancellationToken))
        {
            var entry = await network.L1.Chain.ViewAsync(network.Contracts.Function("Vault", "queued"), bridge.Identity.Vault, cancellationToken, (UInt256)leaf.Index);
            if (entry.Get<ulong>("releaseAt") != 0)
            {
                queued.Add(leaf);
            }
        }

        await Task.WhenAll(keys.Select(async (key, i) =>
        {
            for (var next = i; next < queued.Count; next += keys.Count)
            {
                await network.L1.Chain.SendAsync(key, bridge.Identity.Vault, Withdrawals.Release(queued[next]), cancellationToken);
            }
        }));
        return queued.Count;
    }

    /// <summary>True when every withdrawal there is was claimed.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        foreach (var leaf in await bridge.WithdrawalsAsync(cancellationToken))
        {
            if (!await bridge.IsClaimedAsync(leaf, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }
}
