using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>NFTs of L1: locked there and minted on the sidechain, burnt there and handed over on L1.</summary>
internal static class NftTransfers
{
    private static readonly byte[] ReceiverInterface = [0x4e, 0x23, 0x12, 0xe0];

    /// <summary>Locks NFTs on L1. What the vault needs to be allowed is allowed first, and only that; what is more than that is taken back afterwards.</summary>
    public static async Task DepositAsync(
        BridgeSession session, BridgeWallet wallet, NftChoice choice, Address? to, TextWriter output, CancellationToken cancellationToken)
    {
        var vault = await VaultAsync(session, cancellationToken);
        var collection = await NftCollection.FindAsync(session.L1, choice.Collection, choice.Standard, cancellationToken);
        await collection.RequireHeldAsync(wallet.Address, choice.List, cancellationToken);
        var recipient = to ?? wallet.Address;
        await WarnAsync(session, collection.Kind, recipient, output, cancellationToken);
        var isLent = await collection.ApproveAsync(wallet, vault, choice.List, output, cancellationToken);
        try
        {
            var call = collection.Kind == AssetKind.Erc721
                ? BridgeContracts.NftVault.Function("deposit721").EncodeCall(collection.Contract, choice.List.IdsForAbi, recipient)
                : BridgeContracts.NftVault.Function("deposit1155").EncodeCall(collection.Contract, choice.List.IdsForAbi, choice.List.AmountsForAbi, recipient);
            var receipt = await wallet.SendAsync(session.L1, vault, call, UInt256.Zero, cancellationToken);
            var deposited = ChainConnection.EventsIn(receipt, session.Identity.Vault, BridgeContracts.Vault.Event("Deposited")).Single();
            await output.WriteLineAsync(
                $"Deposit {deposited.Get<ulong>("nonce")}: {choice.List.Of(collection.Contract)} locked for {recipient.ToChecksumString()} "
                + $"(transaction {receipt.GetProperty("transactionHash")}).");
        }
        finally
        {
            if (isLent)
            {
                await collection.AllowAllAsync(wallet, vault, isAllowed: false, cancellationToken);
            }
        }

        var mirror = await MirrorAsync(session, collection.Kind, collection.Contract, cancellationToken);
        await output.WriteLineAsync(
            $"On the sidechain it is in the collection {mirror.ToChecksumString()}, once L1 is final and the signers have attested it.");
    }

    /// <summary>Burns mirrors on the sidechain and writes the withdrawal.</summary>
    public static async Task WithdrawAsync(
        BridgeSession session, BridgeWallet wallet, NftChoice choice, string? fee, Address? to, TextWriter output, CancellationToken cancellationToken)
    {
        RequireNoFee(fee);
        var (mirror, origin) = await FindMirrorAsync(session, choice, cancellationToken);
        await mirror.RequireHeldAsync(wallet.Address, choice.List, cancellationToken);
        var call = BridgeContracts.NftBridge.Function("withdraw").EncodeCall(
            (byte)mirror.Kind, origin, choice.List.IdsForAbi, choice.List.AmountsForAbi, to ?? wallet.Address);
        var receipt = await wallet.SendAsync(session.Sidechain, Predeploys.NftBridge, call, UInt256.Zero, cancellationToken);
        await TellWithdrawnAsync(receipt, choice.List, origin, output);
    }

    /// <summary>What a withdrawal of NFTs did, and what is to be done next.</summary>
    public static async Task TellWithdrawnAsync(JsonElement receipt, NftList list, Address collection, TextWriter output)
    {
        var leaf = WithdrawalLeaf.FromEvent(
            ChainConnection.EventsIn(receipt, Predeploys.Outbox, BridgeContracts.Outbox.Event("WithdrawalAppended")).Single());
        await output.WriteLineAsync(
            $"Withdrawal {leaf.Index}: {list.Of(collection)} for {leaf.To.ToChecksumString()} (transaction {receipt.GetProperty("transactionHash")}).");
        await output.WriteLineAsync(
            $"Once a checkpoint with it is on L1: poa bridge claim --index {leaf.Index}. Claims of NFTs always wait: claim again when the wait is over.");
    }

    /// <summary>NFTs cannot be divided.</summary>
    /// <exception cref="BridgeException">A fee was named.</exception>
    public static void RequireNoFee(string? fee)
    {
        if (fee is not null)
        {
            throw new BridgeException("Nothing of an NFT can be split off as a fee.");
        }
    }

    /// <summary>How many of each id the vault holds for the sidechain, and where their mirrors are.</summary>
    public static async Task<string> StatusAsync(BridgeSession session, NftChoice choice, CancellationToken cancellationToken)
    {
        var vault = await VaultAsync(session, cancellationToken);
        var collection = await NftCollection.FindAsync(session.L1, choice.Collection, choice.Standard, cancellationToken);
        List<string> held = [];
        foreach (var id in choice.List.Ids)
        {
            var amount = await session.L1.ViewAsync(
                vault, BridgeContracts.NftVault.Function("held"), cancellationToken, (byte)collection.Kind, collection.Contract, id);
            held.Add($"{amount.Get<UInt256>(0)} x #{id}");
        }

        var mirror = await MirrorAsync(session, collection.Kind, collection.Contract, cancellationToken);
        return $"Locked: {string.Join(", ", held)}; on the sidechain in {mirror.ToChecksumString()}";
    }

    /// <summary>The contract on L1 that has custody of NFTs.</summary>
    public static async Task<Address> VaultAsync(L1Session session, CancellationToken cancellationToken)
    {
        var vault = (await session.VaultAsync("NFT_VAULT", cancellationToken)).Get<Address>(0);
        return vault != Address.Zero ? vault : throw new BridgeException("This bridge was deployed without a vault for NFTs.");
    }

    private static async Task<Address> MirrorAsync(BridgeSession session, AssetKind kind, Address collection, CancellationToken cancellationToken) =>
        (await session.Sidechain.ViewAsync(
            Predeploys.NftBridge, BridgeContracts.NftBridge.Function("mirrorOf"), cancellationToken, (byte)kind, collection)).Get<Address>(0);

    /// <summary>The mirror that is meant, by the collection's address on L1 or its own.</summary>
    private static async Task<(NftCollection Mirror, Address Origin)> FindMirrorAsync(BridgeSession session, NftChoice choice, CancellationToken cancellationToken)
    {
        List<(NftCollection Mirror, Address Origin)> found = [];
        foreach (var kind in new[] { AssetKind.Erc721, AssetKind.Erc1155 }.Where(kind => choice.Standard is null || choice.Standard == kind))
        {
            var mirror = await MirrorAsync(session, kind, choice.Collection, cancellationToken);
            if (await NftCollection.IsContractAsync(session.Sidechain, mirror, cancellationToken))
            {
                found.Add((new NftCollection(session.Sidechain, mirror, kind), choice.Collection));
            }
            else if (await OriginAsync(session, kind, choice.Collection, cancellationToken) is { } origin)
            {
                found.Add((new NftCollection(session.Sidechain, choice.Collection, kind), origin));
            }
        }

        return found.Count switch
        {
            0 => throw new BridgeException($"The sidechain has no mirror of {choice.Collection.ToChecksumString()}: nothing of it was ever deposited."),
            1 => found[0],
            _ => throw new BridgeException($"{choice.Collection.ToChecksumString()} has two mirrors: say by --standard which is meant."),
        };
    }

    /// <summary>The collection that a contract of the sidechain mirrors; null if it is no mirror.</summary>
    private static async Task<Address?> OriginAsync(BridgeSession session, AssetKind kind, Address contract, CancellationToken cancellationToken)
    {
        if (!await NftCollection.IsContractAsync(session.Sidechain, contract, cancellationToken))
        {
            return null;
        }

        try
        {
            var origin = (await new NftCollection(session.Sidechain, contract, kind).AskAsync("MirrorERC721", "originToken", cancellationToken)).Get<Address>(0);
            return await MirrorAsync(session, kind, origin, cancellationToken) == contract ? origin : null; // it may answer what it likes
        }
        catch (Exception e) when (e is BridgeException or AbiException)
        {
            return null; // most contracts do not know the question
        }
    }

    /// <summary>ERC-1155 asks a recipient with code whether it wants what it gets; one that does not would let the deposit fail.</summary>
    public static async Task WarnAsync(BridgeSession session, AssetKind kind, Address recipient, TextWriter output, CancellationToken cancellationToken)
    {
        if (kind == AssetKind.Erc1155 && await NftCollection.IsContractAsync(session.Sidechain, recipient, cancellationToken)
            && !await NftCollection.ClaimsAsync(session.Sidechain, recipient, ReceiverInterface, cancellationToken))
        {
            await output.WriteLineAsync(
                $"Note: {recipient.ToChecksumString()} is a contract on the sidechain and does not claim to receive ERC-1155. If it refuses, the deposit can be bounced after seven days.");
        }
    }
}
