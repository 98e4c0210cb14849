using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using static PoaSidechain.Node.Commands.Bridge.EvidenceReader;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>
/// The signer set by votes in headers, on both chains (spec/bridge.md, 4.5): L1 first, then the sidechain's registry, which judges the same headers
/// anew. Without the registry deposits would wait for signatures that nobody can give any more.
/// </summary>
/// <remarks>The chains check everything again, so an endpoint that lies costs its user a refused call at most.</remarks>
internal static class BridgeRotation
{
    /// <summary>The one member that votes change, and the headers that show it.</summary>
    private sealed record Votes(Address Account, bool IsAdded, object[] Headers)
    {
        public SignerSet Apply(SignerSet set) => new(IsAdded ? set.Members.Append(Account) : set.Members.Where(m => m != Account));

        public override string ToString() => $"{Account.ToChecksumString()} {(IsAdded ? "joined" : "left")} the signers";
    }

    /// <summary>Changes L1's set by one member if more than half of its members voted so, and has the registry follow L1's set if it is behind by one.</summary>
    /// <exception cref="BridgeException">Nothing was to be done, or a chain refused.</exception>
    public static async Task RunAsync(BridgeSession session, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var (current, known) = await SetsOnL1Async(session, cancellationToken);
        var lastBlock = (await session.AnchorAsync("head", cancellationToken)).Get<ulong>("lastBlock");
        var epochLength = (await session.AnchorAsync("EPOCH_LENGTH", cancellationToken)).Get<UInt256>(0).Low64;
        var stored = (await RegistryAsync(session, "setHash", cancellationToken)).Get<Hash256>(0);
        var votes = await FindAsync(session, current, lastBlock, epochLength, _ => true, cancellationToken);
        if (votes is not null)
        {
            var evidence = await EvidenceAsync(session, cancellationToken);
            var transaction = await RotateAsync(session.L1, evidence, BridgeContracts.Evidence, wallet, current, votes, cancellationToken);
            current = votes.Apply(current);
            await output.WriteLineAsync(
                $"{votes} on L1: {current.Size} now (transaction {transaction}). "
                + "What they sign in the next 24 hours is honoured 24 hours later; as long two guardians can veto it.");
        }
        else if (stored == current.Hash)
        {
            throw new BridgeException($"No vote of more than half of the {current.Size} signers stands in the blocks after {lastBlock}, and the sidechain has L1's signers.");
        }

        if (stored != current.Hash)
        {
            await FollowAsync(session, wallet, known.GetValueOrDefault(stored), current, epochLength, output, cancellationToken);
        }
    }

    /// <summary>Has the sidechain's registry follow L1.</summary>
    private static async Task FollowAsync(
        BridgeSession session, BridgeWallet wallet, SignerSet? set, SignerSet target, ulong epochLength, TextWriter output, CancellationToken cancellationToken)
    {
        if (set is null)
        {
            throw new BridgeException("The sidechain's registry has a signer set that L1 never had.");
        }

        var terms = await RegistryAsync(session, "votesCount", cancellationToken);
        var (earliest, settled) = (terms.Get<UInt256>("earliest"), terms.Get<ulong>("settled"));
        var votes = await FindAsync(session, set, settled, epochLength, v => v.Apply(set).Hash == target.Hash, cancellationToken)
            ?? throw new BridgeException(
                $"The sidechain's registry still has {set.Size} signers, L1 {target.Size}, and after block {settled} no votes of more than half lead from the one set to the other.");
        var time = UInt256.Parse((await session.Sidechain.AskAsync("eth_getBlockByNumber", cancellationToken, "latest", false)).GetProperty("timestamp").GetString()!);
        if (time < earliest)
        {
            var when = DateTimeOffset.FromUnixTimeSeconds((long)earliest.Low64);
            await output.WriteLineAsync(
                $"The sidechain's registry follows at {when:u} at the earliest, a day after a quorum last stood behind its set or the set changed: run this again then. Deposits wait until then.");
            return;
        }

        var transaction = await RotateAsync(session.Sidechain, Predeploys.SignerRegistry, BridgeContracts.SignerRegistry, wallet, set, votes, cancellationToken);
        await output.WriteLineAsync($"{votes} on the sidechain as well (transaction {transaction}): deposits can be attested by the {target.Size}.");
    }

    private static async Task<string> RotateAsync(
        ChainConnection chain, Address judge, Primitives.Abi.ContractAbi abi, BridgeWallet wallet, SignerSet set, Votes votes, CancellationToken cancellationToken)
    {
        var call = abi.Function("rotateByVotes").EncodeCall(set.Bytes.ToArray(), votes.Apply(set).Bytes.ToArray(), votes.Headers);
        var receipt = await wallet.SendAsync(chain, judge, call, UInt256.Zero, cancellationToken);
        return receipt.GetProperty("transactionHash").ToString();
    }

    /// <summary>The first votes behind a block that more than half of a set sealed within one epoch; null if there are none.</summary>
    private static async Task<Votes?> FindAsync(
        BridgeSession session, SignerSet set, ulong behind, ulong epochLength, Func<Votes, bool> isWanted, CancellationToken cancellationToken)
    {
        var newest = (await session.Sidechain.NumberAsync("eth_blockNumber", cancellationToken)).Low64;
        Dictionary<(ulong Epoch, Address Account, bool IsAdded), Dictionary<Address, byte[]>> cast = [];
        for (var number = behind + 1; number <= newest; number++)
        {
            var (header, raw) = await HeaderAsync(session, number, cancellationToken);
            var isAdded = header.Nonce != 0;
            if (header.Beneficiary.IsZero || set.Contains(header.Beneficiary) == isAdded
                || !CliqueHeader.TryRecoverSigner(header, out var sealer) || !set.Contains(sealer))
            {
                continue;
            }

            var key = (number / epochLength, header.Beneficiary, isAdded);
            cast.TryAdd(key, []);
            cast[key][sealer] = raw;
            if (cast[key].Count > set.Size / 2 && new Votes(header.Beneficiary, isAdded, [.. cast[key].Values]) is var votes && isWanted(votes))
            {
                return votes;
            }
        }

        return null;
    }

    private static Task<Primitives.Abi.AbiTuple> RegistryAsync(BridgeSession session, string function, CancellationToken cancellationToken) =>
        session.Sidechain.ViewAsync(Predeploys.SignerRegistry, BridgeContracts.SignerRegistry.Function(function), cancellationToken);
}
