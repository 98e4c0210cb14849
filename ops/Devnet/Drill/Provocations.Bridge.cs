using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Drill;

internal sealed partial class Provocations
{
    private const int UsedShift = 128; // Ledger.used stands above the 128 bits of Ledger.locked (RefillingBucket.sol)

    private (string Slot, UInt256 Value)? _ledger;
    private UInt256 _held;

    private IEnumerable<Provocation> OfTheBridge()
    {
        yield return Of(
            "L1's ledger has one ETH more than was deposited",
            "BridgeDoesNotAddUp CheckpointerUnhealthy",
            token => AlterLedgerAsync(value => Task.FromResult(value + Network.Ether(1)), token),
            RestoreLedgerAsync);
        yield return Of("half of the Vault's ETH is gone", "VaultShort", RobAsync, GiveBackAsync);
        yield return Of(
            "nine tenths of the speed limit for claims are used",
            "BucketNearlyUsed",
            token => AlterLedgerAsync(value => WithUsedAsync(value, token), token),
            RestoreLedgerAsync);
    }

    private Address Vault => bridge.Identity.Vault;

    private Chains.Chain L1 => network.L1.Chain;

    /// <summary>Changes the Vault's ledger of ETH behind its back. Its slot is what a call of <c>locked</c> reads.</summary>
    private async Task AlterLedgerAsync(Func<UInt256, Task<UInt256>> alter, CancellationToken cancellationToken)
    {
        var locked = network.Contracts.Function("Vault", "locked");
        var call = new JsonObject { ["from"] = FeeAccount, ["to"] = Vault.ToString(), ["data"] = Hex.Encode(locked.EncodeCall(Address.Zero)) };
        var list = (await L1.AskAsync("eth_createAccessList", cancellationToken, call, "latest")).Field("accessList");
        var slot = list.EnumerateArray().Single(entry => entry.Field("address").ToAddress() == Vault).Field("storageKeys").EnumerateArray().Single().GetString()!;
        var word = (await L1.AskAsync("eth_getStorageAt", cancellationToken, Vault.ToString(), slot, "latest")).ToBytes();
        var value = UInt256.FromBigEndian(word);
        _ledger = (slot, value);
        await SetSlotAsync(slot, await alter(value), cancellationToken);
    }

    private Task RestoreLedgerAsync(CancellationToken cancellationToken) => SetSlotAsync(_ledger!.Value.Slot, _ledger.Value.Value, cancellationToken);

    private async Task SetSlotAsync(string slot, UInt256 value, CancellationToken cancellationToken) =>
        await L1.AskAsync("anvil_setStorageAt", cancellationToken, Vault.ToString(), slot, value.ToHash256().ToString());

    private async Task<UInt256> WithUsedAsync(UInt256 ledger, CancellationToken cancellationToken)
    {
        var bucket = await L1.ViewAsync(network.Contracts.Function("Vault", "bucket"), Vault, cancellationToken, Address.Zero);
        var locked = ledger & ((UInt256.One << UsedShift) - 1UL);
        // The capacity is a share of what is locked and used together, so it grows with what is written here.
        var most = bucket.Get<UInt256>("capacity") * 9UL / 10UL;
        var usedBefore = (ledger >> UsedShift) & ((UInt256.One << 96) - 1UL);
        var used = most * locked / (locked + usedBefore - most);
        var head = await L1.AskAsync("eth_getBlockByNumber", cancellationToken, "latest", false);
        return locked | (used << UsedShift) | ((UInt256)head.Field("timestamp").ToUInt64() << (UsedShift + 96));
    }

    private async Task RobAsync(CancellationToken cancellationToken)
    {
        _held = await L1.BalanceAsync(Vault, cancellationToken);
        await L1.AskAsync("anvil_setBalance", cancellationToken, Vault.ToString(), Hex.Quantity(_held / 2UL));
    }

    private async Task GiveBackAsync(CancellationToken cancellationToken) =>
        await L1.AskAsync("anvil_setBalance", cancellationToken, Vault.ToString(), Hex.Quantity(_held));
}
