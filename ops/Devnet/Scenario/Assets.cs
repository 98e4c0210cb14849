using PoaSidechain.Devnet.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Scenario;

/// <summary>Alice and Bob bring 100 tokens each, duel for them, Alice wins, takes 200 home to L1, and nobody else can.</summary>
internal sealed class Assets(Network network, Bridge bridge, KeyBox keys, Journey journey)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly UInt256 Stake = Network.Ether(100);

    private readonly PrivateKey _deployer = keys.Get("deployer");
    private readonly PrivateKey _alice = keys.Get("alice");
    private readonly PrivateKey _bob = keys.Get("bob");
    private readonly PrivateKey _carol = keys.Get("carol");

    private WithdrawalLeaf? _withdrawal;

    private Contracts Contracts => network.Contracts;

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await journey.StepAsync("Alice, Bob and Carol deposit ETH and tokens on L1", _ => DepositAsync(cancellationToken));
        await journey.StepAsync("The deposits are credited on the sidechain", _ => CreditAsync(cancellationToken));
        await journey.StepAsync("A contract is deployed on the sidechain; Alice and Bob duel there, Alice wins 200", _ => DuelAsync(cancellationToken));
        await journey.StepAsync("Alice withdraws 200", _ => WithdrawAsync(cancellationToken));
        await journey.StepAsync("A quorum signs a checkpoint with the withdrawal, L1 accepts it", _ => CheckpointAsync(cancellationToken));
        await journey.StepAsync("Bob's claim of it and an altered amount are refused", _ => RefuseAsync(cancellationToken));
        await journey.StepAsync("Alice claims 200 on L1 by Merkle proof", _ => ClaimAsync(cancellationToken));
        await journey.StepAsync("A second claim of the same withdrawal is refused", _ => ReplayAsync(cancellationToken));
    }

    private async Task<(string Detail, ulong Gas)> DepositAsync(CancellationToken cancellationToken)
    {
        // Carol's tokens stay: without them 200 would be more than the Vault pays out at once.
        (PrivateKey Who, UInt256 Tokens)[] players = [(_alice, Stake), (_bob, Stake), (_carol, Stake * 8UL)];
        var gas = 0UL;
        foreach (var (who, tokens) in players)
        {
            var mint = Contracts.Function("TestToken", "mint").EncodeCall(who.Address, tokens);
            await network.L1.Chain.SendAsync(_deployer, network.Token, mint, cancellationToken);
        }

        foreach (var deposit in await Task.WhenAll(players.Select(player => DepositOfAsync(player.Who, player.Tokens, cancellationToken))))
        {
            gas += deposit;
        }

        return ("1 ETH each; 100, 100 and 800 PLAY", gas);
    }

    private async Task<ulong> DepositOfAsync(PrivateKey who, UInt256 tokens, CancellationToken cancellationToken) =>
        (await bridge.DepositEthAsync(who, Network.Ether(1), cancellationToken)).Gas + await bridge.DepositTokenAsync(who, tokens, cancellationToken);

    private async Task<(string Detail, ulong Gas)> CreditAsync(CancellationToken cancellationToken)
    {
        var deposited = await bridge.DepositedAsync(cancellationToken);
        await UntilAsync($"deposit {deposited} is credited", async () => await bridge.CreditedAsync(cancellationToken) >= deposited, cancellationToken);
        foreach (var player in new[] { _alice, _bob })
        {
            Require(await bridge.MirroredAsync(player.Address, cancellationToken) == Stake, $"{player.Address} must hold exactly {Stake} mirrored tokens");
            Require(!(await network.Sidechain.BalanceAsync(player.Address, cancellationToken)).IsZero, $"{player.Address} must hold ether on the sidechain");
        }

        return ($"{deposited} deposits, mirror {await bridge.MirrorAsync(cancellationToken)}", 0);
    }

    private async Task<(string Detail, ulong Gas)> DuelAsync(CancellationToken cancellationToken)
    {
        const byte paper = 2;
        const byte stone = 1;
        var chain = network.Sidechain;
        var mirror = await bridge.MirrorAsync(cancellationToken);
        var deployed = await chain.SendAsync(_alice, null, Contracts["DuelTable"].EncodeDeployment(), cancellationToken);
        var table = deployed.Contract!.Value;
        var salt = Keccak256.Hash(deployed.Hash.Bytes);
        var commit = Contracts.Function("DuelTable", "commit");
        var aliceMove = (await chain.ViewAsync(commit, table, cancellationToken, _alice.Address, paper, salt)).Get<Hash256>(0);
        var bobMove = (await chain.ViewAsync(commit, table, cancellationToken, _bob.Address, stone, salt)).Get<Hash256>(0);
        var approve = Contracts.Function("TestToken", "approve").EncodeCall(table, Stake);
        var approvals = await Task.WhenAll(new[] { _alice, _bob }.Select(player => chain.SendAsync(player, mirror, approve, cancellationToken)));
        Mined[] moves =
        [
            await chain.SendAsync(_alice, table, Contracts.Function("DuelTable", "open").EncodeCall(mirror, Stake, _bob.Address, aliceMove), cancellationToken),
            await chain.SendAsync(_bob, table, Contracts.Function("DuelTable", "join").EncodeCall((UInt256)0UL, bobMove), cancellationToken),
            await chain.SendAsync(_alice, table, Contracts.Function("DuelTable", "reveal").EncodeCall((UInt256)0UL, paper, salt), cancellationToken),
            await chain.SendAsync(_bob, table, Contracts.Function("DuelTable", "reveal").EncodeCall((UInt256)0UL, stone, salt), cancellationToken),
        ];
        Require(await bridge.MirroredAsync(_alice.Address, cancellationToken) == Stake * 2UL, "Alice must hold 200");
        Require((await bridge.MirroredAsync(_bob.Address, cancellationToken)).IsZero, "Bob must hold nothing");
        return ("paper beats stone", moves.Concat(approvals).Append(deployed).Aggregate(0UL, (sum, mined) => sum + mined.Gas));
    }

    private async Task<(string Detail, ulong Gas)> WithdrawAsync(CancellationToken cancellationToken)
    {
        var mined = await bridge.WithdrawTokenAsync(_alice, Stake * 2UL, cancellationToken);
        _withdrawal = (await bridge.WithdrawalsAsync(cancellationToken)).Last(leaf => leaf.To == _alice.Address);
        Require((await bridge.MirroredAsync(_alice.Address, cancellationToken)).IsZero, "Alice's tokens must be burnt");
        return ($"withdrawal {_withdrawal.Index} in block {mined.Block}", mined.Gas);
    }

    private async Task<(string Detail, ulong Gas)> CheckpointAsync(CancellationToken cancellationToken)
    {
        await UntilAsync(
            "L1 accepts a checkpoint with the withdrawal",
            async () => (await bridge.HeadAsync(cancellationToken)).Withdrawals > _withdrawal!.Index,
            cancellationToken);
        var (index, lastBlock, _) = await bridge.HeadAsync(cancellationToken);
        var (signatures, gas) = await bridge.LastAcceptanceAsync(cancellationToken);
        Require(signatures >= SignerSet.QuorumOf(Network.FirstSigners), $"a quorum must have signed, found {signatures} signatures");
        return ($"checkpoint {index} up to block {lastBlock}, {signatures} signatures", gas);
    }

    private async Task<(string Detail, ulong Gas)> RefuseAsync(CancellationToken cancellationToken)
    {
        var stolen = await RefusalAsync(_bob, _withdrawal! with { To = _bob.Address }, "InvalidProof", cancellationToken);
        await RefusalAsync(_alice, _withdrawal! with { Amount = Stake * 3UL }, "InvalidProof", cancellationToken);
        return ("InvalidProof, twice", stolen);
    }

    private async Task<(string Detail, ulong Gas)> ClaimAsync(CancellationToken cancellationToken)
    {
        var before = await bridge.L1TokensAsync(_alice.Address, cancellationToken);
        var claim = await bridge.ClaimAsync(_withdrawal!, cancellationToken);
        var mined = await network.L1.Chain.SendAsync(_alice, bridge.Identity.Vault, claim, cancellationToken);
        var received = await bridge.L1TokensAsync(_alice.Address, cancellationToken) - before;
        Require(received == Stake * 2UL, $"Alice must receive 200 tokens at once, received {received}");
        return ("paid at once", mined.Gas);
    }

    private async Task<(string Detail, ulong Gas)> ReplayAsync(CancellationToken cancellationToken) =>
        ("AlreadyClaimed", await RefusalAsync(_alice, _withdrawal!, "AlreadyClaimed", cancellationToken));

    /// <summary>Makes a claim that must fail, for real: it is mined, undone, and moves nothing.</summary>
    private async Task<ulong> RefusalAsync(PrivateKey who, WithdrawalLeaf leaf, string error, CancellationToken cancellationToken)
    {
        var before = await bridge.L1TokensAsync(bridge.Identity.Vault, cancellationToken);
        var claim = await bridge.ClaimAsync(leaf, cancellationToken);
        var refusal = await network.L1.Chain.RefusalAsync(who.Address, bridge.Identity.Vault, claim, cancellationToken);
        Require(refusal?.StartsWith(error, StringComparison.Ordinal) ?? false, $"the Vault must refuse with {error}, it says: {refusal ?? "nothing"}");
        var mined = await network.L1.Chain.SendInVainAsync(who, bridge.Identity.Vault, claim, cancellationToken);
        Require(!mined.Succeeded, "the claim must be undone");
        Require(await bridge.L1TokensAsync(bridge.Identity.Vault, cancellationToken) == before, "no token may leave the Vault");
        return mined.Gas;
    }

    private Task UntilAsync(string what, Func<Task<bool>> holds, CancellationToken cancellationToken) => Wait.UntilAsync(
        what,
        Limit,
        () =>
        {
            network.EnsureAllRun();
            return holds();
        },
        cancellationToken);

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new DevnetException(what);
        }
    }
}
