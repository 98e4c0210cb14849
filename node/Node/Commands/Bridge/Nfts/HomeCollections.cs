using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>NFTs that come from the sidechain: locked there, with mirrors on L1 that are burnt to have them back.</summary>
internal static class HomeCollections
{
    /// <summary>The contract on L1 that mints and burns mirrors.</summary>
    /// <exception cref="BridgeException">The bridge has none.</exception>
    public static async Task<Address> BridgeAsync(L1Session session, CancellationToken cancellationToken)
    {
        var bridge = (await session.VaultAsync("COLLECTION_BRIDGE", cancellationToken)).Get<Address>(0);
        return bridge != Address.Zero ? bridge : throw new BridgeException("This bridge was deployed without mirrors for NFTs of the sidechain.");
    }

    /// <summary>Locks NFTs on the sidechain and writes the withdrawal.</summary>
    public static async Task WithdrawAsync(
        BridgeSession session, BridgeWallet wallet, NftChoice choice, string? fee, Address? to, TextWriter output, CancellationToken cancellationToken)
    {
        NftTransfers.RequireNoFee(fee);
        var bridge = await BridgeAsync(session, cancellationToken);
        var collection = await NftCollection.FindAsync(session.Sidechain, choice.Collection, choice.Standard, cancellationToken);
        await collection.RequireHeldAsync(wallet.Address, choice.List, cancellationToken);
        var isLent = await collection.ApproveAsync(wallet, Predeploys.CollectionVault, choice.List, output, cancellationToken);
        try
        {
            var (abi, recipient) = (BridgeContracts.CollectionVault, to ?? wallet.Address);
            var call = collection.Kind == AssetKind.Erc721
                ? abi.Function("withdraw721").EncodeCall(collection.Contract, choice.List.IdsForAbi, recipient)
                : abi.Function("withdraw1155").EncodeCall(collection.Contract, choice.List.IdsForAbi, choice.List.AmountsForAbi, recipient);
            var receipt = await wallet.SendAsync(session.Sidechain, Predeploys.CollectionVault, call, UInt256.Zero, cancellationToken);
            await NftTransfers.TellWithdrawnAsync(receipt, choice.List, collection.Contract, output);
        }
        finally
        {
            if (isLent)
            {
                await collection.AllowAllAsync(wallet, Predeploys.CollectionVault, isAllowed: false, cancellationToken);
            }
        }

        var mirror = await MirrorAsync(session, bridge, collection, cancellationToken);
        await output.WriteLineAsync($"On L1 it will be in the collection {mirror.ToChecksumString()}.");
    }

    /// <summary>Burns mirrors on L1; the sidechain gives the NFTs themselves back.</summary>
    public static async Task DepositAsync(
        BridgeSession session, BridgeWallet wallet, NftChoice choice, Address? to, TextWriter output, CancellationToken cancellationToken)
    {
        var bridge = await BridgeAsync(session, cancellationToken);
        var collection = await NftCollection.FindAsync(session.Sidechain, choice.Collection, choice.Standard, cancellationToken);
        var mirror = new NftCollection(session.L1, await MirrorAsync(session, bridge, collection, cancellationToken), collection.Kind);
        if (!await NftCollection.IsContractAsync(session.L1, mirror.Contract, cancellationToken))
        {
            throw new BridgeException($"L1 has no mirror of {choice.Collection.ToChecksumString()}: nothing of it was ever claimed there.");
        }

        await mirror.RequireHeldAsync(wallet.Address, choice.List, cancellationToken);
        var recipient = to ?? wallet.Address;
        await NftTransfers.WarnAsync(session, collection.Kind, recipient, output, cancellationToken);
        var call = BridgeContracts.CollectionBridge.Function("deposit").EncodeCall(
            (byte)HomeKind(collection.Kind), collection.Contract, choice.List.IdsForAbi, choice.List.AmountsForAbi, recipient);
        var receipt = await wallet.SendAsync(session.L1, bridge, call, UInt256.Zero, cancellationToken);
        var deposited = ChainConnection.EventsIn(receipt, session.Identity.Vault, BridgeContracts.Vault.Event("Deposited")).Single();
        await output.WriteLineAsync(
            $"Deposit {deposited.Get<ulong>("nonce")}: {choice.List.Of(collection.Contract)} of the sidechain, its mirror burnt on L1, for {recipient.ToChecksumString()} "
            + $"(transaction {receipt.GetProperty("transactionHash")}).");
    }

    /// <summary>How many of each id are locked for mirrors, and where those are.</summary>
    public static async Task<string> StatusAsync(BridgeSession session, NftChoice choice, CancellationToken cancellationToken)
    {
        var collection = await NftCollection.FindAsync(session.Sidechain, choice.Collection, choice.Standard, cancellationToken);
        List<string> held = [];
        foreach (var id in choice.List.Ids)
        {
            var amount = await session.Sidechain.ViewAsync(
                Predeploys.CollectionVault, BridgeContracts.CollectionVault.Function("held"), cancellationToken, (byte)HomeKind(collection.Kind), collection.Contract, id);
            held.Add($"{amount.Get<UInt256>(0)} x #{id}");
        }

        var mirror = await MirrorAsync(session, await BridgeAsync(session, cancellationToken), collection, cancellationToken);
        return $"Locked on the sidechain: {string.Join(", ", held)}; on L1 in {mirror.ToChecksumString()}";
    }

    private static AssetKind HomeKind(AssetKind standard) => standard == AssetKind.Erc721 ? AssetKind.SidechainErc721 : AssetKind.SidechainErc1155;

    private static async Task<Address> MirrorAsync(BridgeSession session, Address bridge, NftCollection collection, CancellationToken cancellationToken) =>
        (await session.L1.ViewAsync(
            bridge, BridgeContracts.CollectionBridge.Function("mirrorOf"), cancellationToken, (byte)HomeKind(collection.Kind), collection.Contract)).Get<Address>(0);
}
