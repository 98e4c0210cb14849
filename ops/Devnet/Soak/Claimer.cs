using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Soak;

/// <summary>Carries every withdrawal to L1, and has queued ones paid when their time has come. L1 is asked what was paid, because it may take things back.</summary>
internal sealed class Claimer(Network network, Bridge bridge, PrivateKey key, SoakTally tally)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

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
        foreach (var leaf in leaves.Take((int)claimable))
        {
            if (!await bridge.IsClaimedAsync(leaf, cancellationToken))
            {
                await network.L1.Chain.SendAsync(key, bridge.Identity.Vault, Checkpointer.Contracts.Withdrawals.Claim(leaf, leaves, claimable, bridge.Identity), cancellationToken);
                tally.Add("claims");
            }
        }

        return leaves.Count - (int)claimable;
    }

    /// <summary>Has everything paid that waits in the queue; the last of it must be due.</summary>
    public async Task<int> ReleaseAllAsync(CancellationToken cancellationToken)
    {
        var released = 0;
        foreach (var leaf in await bridge.WithdrawalsAsync(cancellationToken))
        {
            var queued = await network.L1.Chain.ViewAsync(network.Contracts.Function("Vault", "queued"), bridge.Identity.Vault, cancellationToken, (UInt256)leaf.Index);
            if (queued.Get<ulong>("releaseAt") != 0)
            {
                await network.L1.Chain.SendAsync(key, bridge.Identity.Vault, Checkpointer.Contracts.Withdrawals.Release(leaf), cancellationToken);
                released++;
            }
        }

        return released;
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
