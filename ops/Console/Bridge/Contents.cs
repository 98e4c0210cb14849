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
    private static readonly AbiEvent Locked = BridgeAbi.Of("CollectionVault").Event("NftsWithdrawn");
    private static readonly AbiEvent Sent = BridgeAbi.Of("SideMessenger").Event("MessageSent");
    private static readonly AbiEvent Described = BridgeAbi.Of("TokenVault").Event("TokenDescribed");
    private static readonly AbiEvent Deposited = BridgeAbi.Vault.Event("Deposited");

    /// <summary>The NFTs of a withdrawal: from its event, or, for a deposit that was sent back, from that deposit; null if neither is there.</summary>
    public async Task<NftList?> NftsAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var found = leaf.Kind.IsHome()
            ? await HomeDataAsync(leaf, cancellationToken) is { Length: > 0 } data ? NftList.FromData(data) : null
            : (await EventsAsync(Predeploys.NftBridge, Withdrawn, cancellationToken, Word(leaf.Index))).Select(NftList.FromEvent).FirstOrDefault()
                ?? (await BouncedAsync(leaf, cancellationToken)).Select(NftList.Of).FirstOrDefault();
        return found?.Contents == leaf.Amount ? found : null;
    }

    /// <summary>What a leaf of NFTs of the sidechain has the hash of, as <c>CollectionBridge.release</c> takes it; empty if it is in no event.</summary>
    public async Task<ReadOnlyMemory<byte>> HomeDataAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken) =>
        (await EventsAsync(Predeploys.CollectionVault, Locked, cancellationToken, Word(leaf.Index))).Select(e => e.Get<ReadOnlyMemory<byte>>("data"))
            .Concat((await BouncedAsync(leaf, cancellationToken)).Select(d => d.Data))
            .FirstOrDefault(text => Keccak256.Hash(text.Span) == leaf.DataHash);

    /// <summary>The deposits that a leaf may send back.</summary>
    private async Task<IEnumerable<Deposit>> BouncedAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        if (leaf.From != Predeploys.Inbox)
        {
            return [];
        }

        var head = (await chains.L1.HeadAsync(cancellationToken)).Number;
        var deposits = await BridgeChains.LogsAsync(
            chains.L1, chains.Identity.Vault, chains.L1Start, head, cancellationToken, Deposited.Topic, null, Word((ulong)leaf.Kind));
        return deposits.Select(log => Deposit.FromEvent(Deposited.Decode(log.ToLog()))).Where(d => d.Token == leaf.Token && d.Amount == leaf.Amount);
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
