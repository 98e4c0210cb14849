using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>All assets that ever came over the bridge. Mirrors are never unmade, so each block is read once for all pages.</summary>
/// <remarks>Thread: any; one at a time reads on.</remarks>
internal sealed class Tokens(BridgeChains chains) : IDisposable
{
    private const ulong Unsettled = 64; // blocks that may be replaced yet: read again the next time

    private static readonly AbiEvent Created = BridgeAbi.Of("MirrorFactory").Event("MirrorCreated");

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly SortedDictionary<Address, (Asset Asset, string Name)> _mirrored = [];
    private ulong _next;

    /// <summary>Ether first, then the tokens by their L1 addresses, with amounts as of now.</summary>
    public async Task<IReadOnlyList<TokenRow>> AllAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await ReadOnAsync(cancellationToken);
            List<TokenRow> rows = [await RowAsync(Asset.Ether, "Ether", Predeploys.NativeVault, BridgeAbi.NativeVault, [], cancellationToken)];
            foreach (var (asset, name) in _mirrored.Values)
            {
                rows.Add(await RowAsync(asset, name, Predeploys.AssetBridge, BridgeAbi.AssetBridge, [asset.Token], cancellationToken));
            }

            return rows;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        var head = (await chains.Sidechain.HeadAsync(cancellationToken)).Number;
        foreach (var log in await BridgeChains.LogsAsync(chains.Sidechain, Predeploys.MirrorFactory, _next, head, cancellationToken, Created.Topic))
        {
            var values = Created.Decode(log.ToLog());
            var decimals = Math.Min((int)values.Get<ulong>("decimals"), Asset.MostDecimals);
            var asset = new Asset(values.Get<Address>("token"), values.Get<string>("symbol"), decimals, values.Get<Address>("mirror"));
            _mirrored[asset.Token] = (asset, values.Get<string>("name"));
        }

        _next = head < Unsettled ? 0 : head - Unsettled;
    }

    private async Task<TokenRow> RowAsync(Asset asset, string name, Address ledger, ContractAbi abi, object[] arguments, CancellationToken cancellationToken)
    {
        var locked = await chains.VaultAsync("locked", cancellationToken, asset.Token);
        var outstanding = await BridgeChains.ViewAsync(chains.Sidechain, ledger, abi.Function("outstanding"), cancellationToken, arguments);
        return new TokenRow(asset, name, locked.Get<UInt256>(0), outstanding.Get<UInt256>(0));
    }
}
