using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Console.Bridge;

/// <summary>What withdrawals carry beside their leaves: the lists, calls and descriptions that leaves have only hashes of, out of public events.</summary>
/// <remarks>Everything is compared with the leaf's hash, so that nothing false is sent to L1. Thread: any.</remarks>
internal sealed class Contents(BridgeChains chains)
{
    private static readonly AbiEvent Withdrawn = BridgeAbi.Of("NftBridge").Event("NftsWithdrawn");
    private static readonly AbiEvent Sent = BridgeAbi.Of("SideMessenger").Event("MessageSent");
    private static readonly AbiEvent Described = BridgeAbi.Of("TokenVault").Event("TokenDescribed");
    private static readonly AbiEvent Deposited = BridgeAbi.Vault.Event("Deposited");

    public static bool IsNft(AssetKind kind) => kind is AssetKind.Erc721 or AssetKind.Erc1155;

    /// <summary>The NFTs of a withdrawal: from its event, or, for a deposit that was sent back, from that deposit; null if neither is there.</summary>
    public async Task<NftList?> NftsAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var found = (await EventsAsync(Predeploys.NftBridge, Withdrawn, cancellationToken, Word(leaf.Index))).Select(NftList.FromEvent).FirstOrDefault();
        if (found is null && leaf.From == Predeploys.Inbox)
        {
            var head = (await chains.L1.HeadAsync(cancellationToken)).Number;
            var kind = Word((ulong)leaf.Kind);
            var deposits = await BridgeChains.LogsAsync(chains.L1, chains.Identity.Vault, chains.L1Start, head, cancellationToken, Deposited.Topic, null, kind);
            found = deposits.Select(log => Deposit.FromEvent(Deposited.Decode(log.ToLog())))
                .Where(d => d.Token == leaf.Token && d.Amount == leaf.Amount).Select(NftList.Of).FirstOrDefault();
        }

        return found?.Contents == leaf.Amount ? found : null;
    }

    /// <summary>What a message says, as <c>Messenger.deliver</c> takes it.</summary>
    public async Task<object[]> MessageAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var sent = (await EventsAsync(Predeploys.Messenger, Sent, cancellationToken, Word(leaf.Index))).FirstOrDefault()
            ?? throw new WalletException($"The sidechain's endpoint does not know what message {leaf.Index} says.");
        return [sent.Get<ulong>("gasLimit"), sent.Get<UInt256>("fee"), sent.Get<ReadOnlyMemory<byte>>("data").ToArray()];
    }

    /// <summary>The description of a token of the sidechain that a leaf has the hash of; empty for one that has none.</summary>
    public async Task<byte[]> DescriptionAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken) =>
        (await EventsAsync(Predeploys.TokenVault, Described, cancellationToken, Word(leaf.Token), leaf.DataHash))
            .Select(e => e.Get<ReadOnlyMemory<byte>>("metadata").ToArray())
            .FirstOrDefault(text => Keccak256.Hash(text) == leaf.DataHash) ?? [];

    private async Task<IEnumerable<AbiTuple>> EventsAsync(Address emitter, AbiEvent kind, CancellationToken cancellationToken, params Hash256?[] topics)
    {
        var head = (await chains.Sidechain.HeadAsync(cancellationToken)).Number;
        var logs = await BridgeChains.LogsAsync(chains.Sidechain, emitter, 0, head, cancellationToken, [kind.Topic, .. topics]);
        return logs.Select(log => kind.Decode(log.ToLog()));
    }

    private static Hash256 Word(ulong value) => ((UInt256)value).ToHash256();

    private static Hash256 Word(Address value) => value.ToWord().ToHash256();
}
