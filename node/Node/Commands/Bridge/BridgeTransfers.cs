using System.Text.Json;
using PoaSidechain.Node.Commands.Bridge.Nfts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Deposits, withdrawals and claims: each checks first, sends then, and tells what came of it.</summary>
internal static class BridgeTransfers
{
    /// <summary>Gas a recipient on the sidechain may use when ETH is paid to it: the least that the Vault takes.</summary>
    private const ulong RecipientGas = 50_000;

    /// <summary>Locks ETH (token zero) or tokens on L1; a token is approved for exactly the amount if it was not.</summary>
    public static async Task DepositAsync(
        BridgeSession session, BridgeWallet wallet, Address token, string amountText, Address? to, TextWriter output, CancellationToken cancellationToken)
    {
        var decimals = await session.DecimalsAsync(token, cancellationToken);
        var amount = AmountText.Parse(amountText, decimals);
        var recipient = to ?? wallet.Address;
        byte[] call;
        if (token == Address.Zero)
        {
            call = BridgeContracts.Vault.Function("depositETH").EncodeCall(recipient, RecipientGas, Array.Empty<byte>());
        }
        else
        {
            await ApproveAsync(session.L1, wallet, token, session.Identity.Vault, amount, output, cancellationToken);
            call = BridgeContracts.Vault.Function("deposit20").EncodeCall(token, amount, recipient, RecipientGas, Array.Empty<byte>());
        }

        var value = token == Address.Zero ? amount : UInt256.Zero;
        var receipt = await wallet.SendAsync(session.L1, session.Identity.Vault, call, value, cancellationToken);
        var deposited = ChainConnection.EventsIn(receipt, session.Identity.Vault, BridgeContracts.Vault.Event("Deposited")).Single();
        var received = deposited.Get<UInt256>("amount");
        await output.WriteLineAsync(
            $"Deposit {deposited.Get<ulong>("nonce")}: {AmountText.Format(received, decimals)} locked for {recipient.ToChecksumString()} "
            + $"(transaction {receipt.GetProperty("transactionHash")}).");
        await output.WriteLineAsync("It is credited on the sidechain once L1 is final and the signers have attested it.");
    }

    /// <summary>Burns on the sidechain and writes the withdrawal.</summary>
    public static async Task WithdrawAsync(
        BridgeSession session,
        BridgeWallet wallet,
        Address token,
        string amountText,
        string? feeText,
        Address? to,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        var decimals = await session.DecimalsAsync(token, cancellationToken);
        var amount = AmountText.Parse(amountText, decimals);
        var fee = feeText is null ? UInt256.Zero : AmountText.Parse(feeText, decimals);
        var recipient = to ?? wallet.Address;
        var (contract, call, value) = token == Address.Zero
            ? (Predeploys.NativeVault, BridgeContracts.NativeVault.Function("withdraw").EncodeCall(recipient, fee), amount)
            : (await session.MirrorAsync(token, cancellationToken), BridgeContracts.Mirror.Function("withdraw").EncodeCall(recipient, amount, fee), UInt256.Zero);
        if ((await session.Sidechain.AskAsync("eth_getCode", cancellationToken, contract.ToString(), "latest")).GetString() is "0x" or null)
        {
            throw new BridgeException($"The sidechain has no mirror of {token.ToChecksumString()}: nothing of it was ever deposited.");
        }

        await SendWithdrawalAsync(session, wallet, contract, call, value, decimals, output, cancellationToken);
    }

    /// <summary>Sends what makes one withdrawal, and tells which and what to do next.</summary>
    public static async Task SendWithdrawalAsync(
        BridgeSession session,
        BridgeWallet wallet,
        Address contract,
        byte[] call,
        UInt256 value,
        int decimals,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        var receipt = await wallet.SendAsync(session.Sidechain, contract, call, value, cancellationToken);
        var leaf = WithdrawalLeaf.FromEvent(
            ChainConnection.EventsIn(receipt, Predeploys.Outbox, BridgeContracts.Outbox.Event("WithdrawalAppended")).Single());
        await output.WriteLineAsync(
            $"Withdrawal {leaf.Index}: {AmountText.Format(leaf.Amount, decimals)} for {leaf.To.ToChecksumString()} "
            + $"(transaction {receipt.GetProperty("transactionHash")}).");
        await output.WriteLineAsync($"Once a checkpoint with it is on L1: poa bridge claim --index {leaf.Index}");
    }

    /// <summary>Lets a contract of the bridge take exactly an amount of the wallet's tokens, if it may not take as much already.</summary>
    public static async Task ApproveAsync(
        ChainConnection chain, BridgeWallet wallet, Address token, Address spender, UInt256 amount, TextWriter output, CancellationToken cancellationToken)
    {
        var erc20 = BridgeContracts.Mirror;
        var allowed = (await chain.ViewAsync(token, erc20.Function("allowance"), cancellationToken, wallet.Address, spender)).Get<UInt256>(0);
        if (allowed >= amount)
        {
            return;
        }

        if (!allowed.IsZero)
        {
            // Some tokens refuse to change an allowance that is not zero.
            await wallet.SendAsync(chain, token, erc20.Function("approve").EncodeCall(spender, UInt256.Zero), UInt256.Zero, cancellationToken);
        }

        await wallet.SendAsync(chain, token, erc20.Function("approve").EncodeCall(spender, amount), UInt256.Zero, cancellationToken);
        await output.WriteLineAsync($"The vault {spender.ToChecksumString()} may take exactly this amount.");
    }

    /// <summary>Proves a withdrawal to whoever settles its kind, or has it paid if it was queued and its time has come.</summary>
    public static async Task ClaimAsync(
        BridgeSession session, BridgeWallet wallet, ulong index, TextWriter output, CancellationToken cancellationToken)
    {
        var leaves = await session.WithdrawalsAsync(cancellationToken);
        if (index >= (ulong)leaves.Count)
        {
            throw new BridgeException($"There is no withdrawal {index}; the sidechain has {leaves.Count}.");
        }

        var leaf = leaves[(int)index];
        var settlement = await Settlement.OfAsync(session, leaf.Kind, cancellationToken);
        if (await settlement.IsClaimedAsync(index, cancellationToken))
        {
            await ReleaseAsync(session, settlement, wallet, leaf, output, cancellationToken);
            return;
        }

        var claimable = await session.ClaimableAsync(cancellationToken);
        if (index >= claimable)
        {
            throw new BridgeException($"Withdrawal {index} is in no checkpoint on L1 yet (the newest covers {claimable}). Try again later.");
        }

        var call = ClaimCall(await TreeAsync(session, leaves, claimable, cancellationToken), leaf);
        var receipt = await wallet.SendAsync(session.L1, settlement.Contract, call, UInt256.Zero, cancellationToken);
        await TellAsync(session, settlement, leaf, receipt, output, cancellationToken);
    }

    /// <summary>The call that claims a leaf by its path; the same at the Vault, the vault of NFTs and the mirror bridge.</summary>
    public static byte[] ClaimCall(MerkleTree tree, WithdrawalLeaf leaf)
    {
        var path = tree.PathOf(leaf.Index);
        return BridgeContracts.Vault.Function("claim").EncodeCall(tree.Root, leaf.ToAbi(), (UInt256)path.Mask, path.Siblings.Cast<object>().ToArray());
    }

    /// <summary>The call that has a leaf paid that is queued at the Vault.</summary>
    public static byte[] ReleaseCall(WithdrawalLeaf leaf) => BridgeContracts.Vault.Function("release").EncodeCall(leaf.Index, leaf.ToAbi());

    /// <summary>What a claim or release did, out of its receipt.</summary>
    /// <param name="settlement">Who settled it.</param>
    /// <param name="leaf">What was claimed.</param>
    /// <param name="decimals">Of the asset.</param>
    /// <param name="receipt">Of the claim or release.</param>
    public static string Tell(Settlement settlement, WithdrawalLeaf leaf, int decimals, JsonElement receipt)
    {
        var amount = AmountText.Format(leaf.Amount, decimals);
        var queued = ChainConnection.EventsIn(receipt, settlement.Contract, settlement.Abi.Event("ClaimQueued")).SingleOrDefault();
        var owed = ChainConnection.EventsIn(receipt, settlement.Contract, BridgeContracts.Vault.Event("Owed")).Any();
        return queued is not null ? $"Withdrawal {leaf.Index} {ReasonToWait(leaf.Kind)} and queued until {BridgeReports.Time(queued.Get<ulong>("releaseAt"))}; claim again then"
            : owed ? $"Withdrawal {leaf.Index}: the recipient {leaf.To.ToChecksumString()} refused; the amount is kept for it (collectOwed)"
            : leaf.Kind == AssetKind.Message ? $"Withdrawal {leaf.Index}: the message with {amount} ETH has come and waits to be delivered: run this again"
            : $"Withdrawal {leaf.Index}: {amount} paid to {leaf.To.ToChecksumString()}";
    }

    /// <summary>The tree under the newest root, which L1 must know.</summary>
    /// <exception cref="BridgeException">The leaves lead to another root.</exception>
    public static async Task<MerkleTree> TreeAsync(L1Session session, IEnumerable<WithdrawalLeaf> leaves, ulong count, CancellationToken cancellationToken)
    {
        var tree = WithdrawalTree.Build([.. leaves.Take((int)count).Select(l => l.Hash(session.Identity))]);
        return (await session.AnchorAsync("rootMeta", cancellationToken, tree.Root)).Get<ulong>("acceptedAt") != 0
            ? tree
            : throw new BridgeException($"L1 does not know the root {tree.Root} that the sidechain's events give: the two are of different states, or one of them lies.");
    }

    private static async Task ReleaseAsync(
        BridgeSession session, Settlement settlement, BridgeWallet wallet, WithdrawalLeaf leaf, TextWriter output, CancellationToken cancellationToken)
    {
        var (releaseAt, checkpoint) = await settlement.QueuedAsync(leaf.Index, cancellationToken);
        if (releaseAt == 0)
        {
            if (leaf.Kind == AssetKind.Message && await BridgeMessages.IsWaitingAsync(session, leaf, cancellationToken))
            {
                await BridgeMessages.DeliverAsync(session, wallet, leaf, output, cancellationToken);
                return;
            }

            var end = leaf.Kind == AssetKind.Message ? "delivered or sent back already"
                : leaf.Kind.IsNft() ? await (await NftClaims.ReadAsync(session, null, cancellationToken)).EndAsync(settlement, leaf, cancellationToken)
                : "paid already";
            throw new BridgeException($"Withdrawal {leaf.Index} was {end}.");
        }

        if ((await session.AnchorAsync("isVoided", cancellationToken, checkpoint)).Get<bool>(0))
        {
            var forget = settlement.Abi.Function("forget").EncodeCall(leaf.Index);
            await wallet.SendAsync(session.L1, settlement.Contract, forget, UInt256.Zero, cancellationToken);
            await output.WriteLineAsync($"Withdrawal {leaf.Index} was queued under a checkpoint that L1 took back; it is free again: claim it anew.");
            return;
        }

        var now = await session.L1TimeAsync(cancellationToken);
        if (now < releaseAt)
        {
            throw new BridgeException($"Withdrawal {leaf.Index} is queued until {BridgeReports.Time(releaseAt)}; claim again then.");
        }

        var call = leaf.Kind switch
        {
            AssetKind.SidechainErc20 => await HomeTokens.ReleaseAsync(session, leaf, cancellationToken),
            _ when leaf.Kind.IsNft() => (await NftClaims.ReadAsync(session, null, cancellationToken)).ReleaseCall(leaf),
            _ => ReleaseCall(leaf),
        };
        var receipt = await wallet.SendAsync(session.L1, settlement.Contract, call, UInt256.Zero, cancellationToken);
        if (leaf.Kind == AssetKind.Message)
        {
            await BridgeMessages.DeliverAsync(session, wallet, leaf, output, cancellationToken);
            return;
        }

        await TellAsync(session, settlement, leaf, receipt, output, cancellationToken);
    }

    private static async Task TellAsync(
        BridgeSession session, Settlement settlement, WithdrawalLeaf leaf, JsonElement receipt, TextWriter output, CancellationToken cancellationToken)
    {
        var told = leaf.Kind.IsNft()
            ? (await NftClaims.ReadAsync(session, null, cancellationToken)).Tell(settlement, leaf, receipt)
            : Tell(settlement, leaf, await session.DecimalsAsync(leaf.Kind, leaf.Token, cancellationToken), receipt);
        await output.WriteLineAsync($"{told} (transaction {receipt.GetProperty("transactionHash")}).");
    }

    private static string ReasonToWait(AssetKind kind) => kind switch
    {
        AssetKind.Message => "is a message, which always waits,",
        AssetKind.SidechainErc20 => "is of a token of the sidechain, which always waits,",
        _ => "is over the limit for instant payment",
    };
}
