using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Tokens that come from the sidechain: locked there, mirrored on L1.</summary>
internal static class HomeTokens
{
    /// <summary>The contract on L1 that mints and burns mirrors.</summary>
    /// <exception cref="BridgeException">The bridge has none.</exception>
    public static async Task<Address> BridgeAsync(L1Session session, CancellationToken cancellationToken)
    {
        var bridge = (await session.VaultAsync("MIRROR_BRIDGE", cancellationToken)).Get<Address>(0);
        return bridge != Address.Zero ? bridge : throw new BridgeException("This bridge was deployed without mirrors for tokens of the sidechain.");
    }

    /// <summary>Where the mirror of a token stands on L1, created or not.</summary>
    public static async Task<Address> MirrorAsync(BridgeSession session, Address token, CancellationToken cancellationToken)
    {
        var bridge = await BridgeAsync(session, cancellationToken);
        return (await session.L1.ViewAsync(bridge, BridgeContracts.MirrorBridge.Function("mirrorOf"), cancellationToken, token)).Get<Address>(0);
    }

    /// <summary>The token of the sidechain that an address means: itself, or what it mirrors on L1; null for a token of L1 and for ETH.</summary>
    /// <param name="session">The bridge.</param>
    /// <param name="token">What was typed.</param>
    /// <param name="origin">Which chain the token comes from, if that was typed too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BridgeException">There is a contract at that address on both chains, or none where it was said to be.</exception>
    public static async Task<Address?> FindAsync(BridgeSession session, Address token, Origin? origin, CancellationToken cancellationToken)
    {
        if (token == Address.Zero || origin == Origin.L1)
        {
            return null;
        }

        if (await MirroredAsync(session, token, cancellationToken) is { } mirrored)
        {
            return mirrored;
        }

        if (!await HasCodeAsync(session.Sidechain, token, cancellationToken))
        {
            return origin is null ? null : throw new BridgeException($"The sidechain has no contract {token.ToChecksumString()}.");
        }

        return origin == Origin.Sidechain || !await HasCodeAsync(session.L1, token, cancellationToken)
            ? token
            : throw new BridgeException($"Both chains have a contract {token.ToChecksumString()}: say by --origin which one is meant.");
    }

    /// <summary>Burns the mirror on L1; the sidechain gives the token itself back.</summary>
    public static async Task DepositAsync(
        BridgeSession session, BridgeWallet wallet, Address token, string amountText, Address? to, TextWriter output, CancellationToken cancellationToken)
    {
        var decimals = await session.DecimalsAsync(AssetKind.SidechainErc20, token, cancellationToken);
        var amount = AmountText.Parse(amountText, decimals);
        var recipient = to ?? wallet.Address;
        var bridge = await BridgeAsync(session, cancellationToken);
        var call = BridgeContracts.MirrorBridge.Function("deposit").EncodeCall(token, amount, recipient);
        var receipt = await wallet.SendAsync(session.L1, bridge, call, UInt256.Zero, cancellationToken);
        var deposited = ChainConnection.EventsIn(receipt, session.Identity.Vault, BridgeContracts.Vault.Event("Deposited")).Single();
        await output.WriteLineAsync(
            $"Deposit {deposited.Get<ulong>("nonce")}: {AmountText.Format(amount, decimals)} of the mirror burnt for {recipient.ToChecksumString()} "
            + $"(transaction {receipt.GetProperty("transactionHash")}).");
        await output.WriteLineAsync("The sidechain gives the token back once L1 is final and the signers have attested it.");
    }

    /// <summary>Locks tokens on the sidechain and writes the withdrawal; they are approved for exactly the amount if they were not.</summary>
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
        var decimals = await session.DecimalsAsync(AssetKind.SidechainErc20, token, cancellationToken);
        var amount = AmountText.Parse(amountText, decimals);
        var fee = feeText is null ? UInt256.Zero : AmountText.Parse(feeText, decimals);
        var mirror = await MirrorAsync(session, token, cancellationToken);
        await BridgeTransfers.ApproveAsync(session.Sidechain, wallet, token, Predeploys.TokenVault, amount, output, cancellationToken);
        var call = BridgeContracts.TokenVault.Function("withdraw").EncodeCall(token, amount, to ?? wallet.Address, fee);
        await BridgeTransfers.SendWithdrawalAsync(session, wallet, Predeploys.TokenVault, call, UInt256.Zero, decimals, output, cancellationToken);
        await output.WriteLineAsync($"On L1 it is the token {mirror.ToChecksumString()}. Claims of it always wait: claim again when the wait is over.");
    }

    /// <summary>Call data of <c>MirrorBridge.release</c>, with the token's description as the sidechain wrote it down.</summary>
    public static async Task<byte[]> ReleaseAsync(BridgeSession session, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var described = await session.Sidechain.EventsAsync(
            Predeploys.TokenVault, BridgeContracts.TokenVault.Event("TokenDescribed"), 0, cancellationToken);
        return ReleaseCall(leaf, described);
    }

    /// <summary>The same, from the events by which tokens were described.</summary>
    public static byte[] ReleaseCall(WithdrawalLeaf leaf, IEnumerable<AbiTuple> described) =>
        BridgeContracts.MirrorBridge.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), DescriptionOf(leaf, described).ToArray());

    /// <summary>The description a leaf commits to: <c>abi.encode(name, symbol, decimals)</c>; empty if no event has it.</summary>
    public static ReadOnlyMemory<byte> DescriptionOf(WithdrawalLeaf leaf, IEnumerable<AbiTuple> described) =>
        described.Select(e => e.Get<ReadOnlyMemory<byte>>("metadata")).FirstOrDefault(text => Keccak256.Hash(text.Span) == leaf.DataHash);

    /// <summary>What is locked of a token and what circulates of its mirror.</summary>
    public static async Task<string> StatusAsync(BridgeSession session, Address token, CancellationToken cancellationToken)
    {
        var decimals = await session.DecimalsAsync(AssetKind.SidechainErc20, token, cancellationToken);
        var bridge = await BridgeAsync(session, cancellationToken);
        var locked = await session.Sidechain.ViewAsync(Predeploys.TokenVault, BridgeContracts.TokenVault.Function("locked"), cancellationToken, token);
        var outstanding = await session.L1.ViewAsync(bridge, BridgeContracts.MirrorBridge.Function("outstanding"), cancellationToken, token);
        var mirror = await MirrorAsync(session, token, cancellationToken);
        return $"Locked on the sidechain: {AmountText.Format(locked.Get<UInt256>(0), decimals)}; on L1: "
            + $"{AmountText.Format(outstanding.Get<UInt256>(0), decimals)} as {mirror.ToChecksumString()}";
    }

    /// <summary>The token of the sidechain that a contract on L1 mirrors; null if it mirrors none.</summary>
    private static async Task<Address?> MirroredAsync(BridgeSession session, Address contract, CancellationToken cancellationToken)
    {
        if (!await HasCodeAsync(session.L1, contract, cancellationToken))
        {
            return null;
        }

        Address token;
        try
        {
            token = (await session.L1.ViewAsync(contract, BridgeContracts.HomeMirror.Function("originToken"), cancellationToken)).Get<Address>(0);
        }
        catch (BridgeException)
        {
            return null; // most tokens do not know the question
        }

        // It may answer what it likes: only the mirror itself stands where the mirror has to.
        return await MirrorAsync(session, token, cancellationToken) == contract ? token : null;
    }

    private static async Task<bool> HasCodeAsync(ChainConnection chain, Address account, CancellationToken cancellationToken) =>
        (await chain.AskAsync("eth_getCode", cancellationToken, account.ToString(), "latest")).GetString() is not ("0x" or null);
}
