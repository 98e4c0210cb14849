using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Solvency;

/// <summary>Compares what L1 holds with what the sidechain owes, for every asset, whenever L1 has a new finalized block. Watches, and signs nothing.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class SolvencyStep(CheckpointParts parts, SolvencyBooks books, LaneServices services)
{
    private const int MaxAssets = 64;       // each is a set of series
    private const int EtherDecimals = 18;

    private static readonly AbiFunction DecimalsOf = AbiFunction.Parse("decimals() returns (uint8)");
    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address account) returns (uint256)");

    private static readonly AbiFunction Locked = BridgeAbi.Of("TokenVault").Function("locked");
    private static readonly AbiFunction Mirrored = BridgeAbi.Of("MirrorBridge").Function("outstanding");

    private readonly Dictionary<AssetId, int> _decimals = new() { [default] = EtherDecimals };
    private ulong? _lookedAt;
    private bool _isDoubted; // the books were read again since they last added up

    public async Task RunAsync(ulong l1Final, CancellationToken cancellationToken)
    {
        if (_lookedAt == l1Final || await books.ReadAsync(l1Final, cancellationToken) is not { } sidechainBlock)
        {
            return;
        }

        var states = new List<AssetState>();
        // Tokens of the sidechain come last: making them is cheap, and nobody shall crowd out what L1 holds.
        foreach (var (asset, sums) in books.Assets.OrderBy(asset => asset.Key.IsHome).ThenBy(asset => asset.Key.Token).Take(MaxAssets))
        {
            var (l1, sidechain) = (BlockTag.At(l1Final), BlockTag.At(sidechainBlock));
            states.Add(await (asset.IsHome
                ? StateOfHomeAsync(asset, sums, l1, sidechain, cancellationToken)
                : StateOfAsync(asset, sums, l1, sidechain, cancellationToken)));
        }

        _lookedAt = l1Final;
        services.Metrics.Bridge.Report(states, books.Withdrawals, books.Claims, books.Waiting);
        if (states.Where(state => !state.Holds).ToArray() is not [_, ..] broken)
        {
            _isDoubted = false;
            parts.Health.Clear(HealthPart.Solvency);
            return;
        }

        if (!_isDoubted)
        {
            // Events are hints: an endpoint that left one out, or altered it, has made the books wrong. Another one is asked before anybody is alarmed.
            (_isDoubted, _lookedAt) = (true, null);
            parts.L1.Endpoints.PreferNext();
            books.BeginAnew();
            return;
        }

        var reason = string.Join("; ", broken.Select(state =>
            $"{state.Name}: the vault has {state.Held} and locked {state.Locked}, the other chain owes {state.Outstanding}, unclaimed {state.Sums.Unclaimed}, uncredited {state.Sums.Uncredited}"));
        if (parts.Health.Report(HealthPart.Solvency, HealthLevel.Red, reason))
        {
            Log.Alarm(services.Logger, l1Final, sidechainBlock, reason);
        }
    }

    private async Task<AssetState> StateOfAsync(AssetId asset, AssetSums sums, BlockTag l1, BlockTag sidechain, CancellationToken cancellationToken)
    {
        var (vault, token) = (parts.Identity.Vault, asset.Token);
        var locked = await L1Async(vault, BridgeAbi.Vault.Function("locked"), l1, cancellationToken, token);
        var bucket = await L1Async(vault, BridgeAbi.Vault.Function("bucket"), l1, cancellationToken, token);
        var held = token.IsZero
            ? await parts.L1.Endpoints.MedianAsync(e => e.BalanceAsync(vault, l1, cancellationToken))
            : (await L1Async(token, BalanceOf, l1, cancellationToken, vault)).Get<UInt256>(0);
        var outstanding = token.IsZero
            ? await SidechainAsync(Predeploys.NativeVault, BridgeAbi.NativeVault.Function("outstanding"), sidechain, cancellationToken)
            : await SidechainAsync(Predeploys.AssetBridge, BridgeAbi.AssetBridge.Function("outstanding"), sidechain, cancellationToken, token);
        var state = new AssetState(
            asset.Name, await DecimalsAsync(asset, l1, cancellationToken), locked.Get<UInt256>(0), held, outstanding.Get<UInt256>(0), 0, sums);
        var capacity = state.Whole(bucket.Get<UInt256>(1));
        return state with { BucketUsed = capacity > 0 ? state.Whole(bucket.Get<UInt256>(0)) / capacity : 0 };
    }

    /// <summary>
    /// A token of the sidechain. Anyone can make one that lies about balances, so what its vault really has is not asked: that is between the
    /// token and those who hold it. That nothing is mirrored which is not locked is ours.
    /// </summary>
    private async Task<AssetState> StateOfHomeAsync(AssetId asset, AssetSums sums, BlockTag l1, BlockTag sidechain, CancellationToken cancellationToken)
    {
        var locked = (await SidechainAsync(Predeploys.TokenVault, Locked, sidechain, cancellationToken, asset.Token)).Get<UInt256>(0);
        var mirrored = await L1Async(books.MirrorBridge ?? default, Mirrored, l1, cancellationToken, asset.Token);
        var decimals = await DecimalsAsync(asset, sidechain, cancellationToken);
        return new AssetState(asset.Name, decimals, locked, locked, mirrored.Get<UInt256>(0), 0, sums);
    }

    /// <summary>Decimal places of a token, for display only: one that does not say has none.</summary>
    private async Task<int> DecimalsAsync(AssetId asset, BlockTag block, CancellationToken cancellationToken)
    {
        if (!_decimals.TryGetValue(asset, out var decimals))
        {
            var call = DecimalsOf.EncodeCall();
            var answer = asset.IsHome
                ? await parts.Node.Chain.CallAsync(null, asset.Token, call, block, cancellationToken)
                : await parts.L1.Endpoints.AskAsync(e => e.CallAsync(null, asset.Token, call, block, cancellationToken));
            decimals = answer is { Succeeded: true, Data.Length: 32 } ? answer.Data.Span[^1] : 0;
            _decimals[asset] = decimals;
        }

        return decimals;
    }

    private Task<AbiTuple> L1Async(Address contract, AbiFunction function, BlockTag block, CancellationToken cancellationToken, params object[] arguments) =>
        parts.L1.Endpoints.ViewAsync(contract, function, block, cancellationToken, arguments);

    private async Task<AbiTuple> SidechainAsync(Address contract, AbiFunction function, BlockTag block, CancellationToken cancellationToken, params object[] arguments)
    {
        var answer = await parts.Node.Chain.CallAsync(null, contract, function.EncodeCall(arguments), block, cancellationToken);
        return function.DecodeResult(answer.Require(function.Name).Span);
    }

    private static partial class Log
    {
        [LoggerMessage(9360, LogLevel.Critical, "ALARM at L1 block {L1Block} and sidechain block {SidechainBlock}: the bridge does not add up: {Reason}")]
        public static partial void Alarm(ILogger logger, ulong l1Block, ulong sidechainBlock, string reason);
    }
}
