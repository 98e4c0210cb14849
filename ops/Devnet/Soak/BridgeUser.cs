using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Soak;

/// <summary>Someone who moves coin and tokens back and forth without rest. What fails on the way (a killed node, a reorganised L1) is simply done again.</summary>
internal sealed class BridgeUser(Network network, Bridge bridge, PrivateKey key, SoakTally tally)
{
    private static readonly UInt256 Milli = Network.Ether(1) / 1_000UL;

    public Address Address => key.Address;

    public async Task RunAsync(Random random, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await MoveAsync(random, stopping);
            }
            catch (Exception e) when (e is DevnetException or RpcUnavailableException or RpcException)
            {
                tally.Add("moves of users that failed and were made again");
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task MoveAsync(Random random, CancellationToken cancellationToken)
    {
        var amount = Milli * (ulong)random.Next(1, 50);
        switch (random.Next(6))
        {
            case 0 or 1:
                await bridge.DepositEthAsync(key, amount, cancellationToken);
                tally.Add("deposits of coin");
                break;
            case 2 or 3:
                await bridge.DepositTokenAsync(key, amount * 100UL, cancellationToken);
                tally.Add("deposits of tokens");
                break;
            case 4 when await bridge.MirroredAsync(key.Address, cancellationToken) > amount * 50UL
                && !(await network.Sidechain.BalanceAsync(key.Address, cancellationToken)).IsZero:
                await bridge.WithdrawTokenAsync(key, amount * 50UL, cancellationToken);
                tally.Add("withdrawals of tokens");
                break;
            case 5 when await network.Sidechain.BalanceAsync(key.Address, cancellationToken) > amount:
                await bridge.WithdrawEthAsync(key, amount / 2UL, cancellationToken);
                tally.Add("withdrawals of coin");
                break;
            default:
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken); // nothing there to withdraw yet
                break;
        }
    }
}
