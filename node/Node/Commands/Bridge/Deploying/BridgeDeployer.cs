using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>Creates the contracts of a plan on L1, one after the other, and goes on where a killed run ended.</summary>
/// <remarks>
/// The contracts have no owner, so there is nothing to hand over at the end; a plan that gives the deployer a right of its own is refused.
/// </remarks>
internal sealed class BridgeDeployer(ChainConnection l1, BridgeWallet wallet, TextWriter output)
{
    private static readonly AbiFunction MinDelay = AbiFunction.Parse("getMinDelay() returns (uint256)");
    private static readonly UInt256 Tip = 1_000_000_000UL;

    /// <summary>Deploys and writes the deployment file.</summary>
    public async Task RunAsync(BridgeTerms terms, string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new BridgeException($"{file} is there already: 'poa bridge verify' compares it with L1.");
        }

        await CheckAsync(terms, cancellationToken);
        var journalFile = file + ".journal";
        var journal = DeployJournal.Open(journalFile, terms, wallet.Address);
        var firstNonce = journal?.FirstNonce ?? await FreshNonceAsync(cancellationToken);
        var plan = new DeploymentPlan(terms, wallet.Address, firstNonce, BridgeContracts.Artifact);
        var replay = PlanReplay.Run(plan, await TimelockDelayAsync(l1, terms, cancellationToken)); // what cannot work costs nothing
        journal ??= DeployJournal.Begin(journalFile, terms, wallet.Address, firstNonce);
        var startBlock = 0UL;
        foreach (var step in plan.Steps)
        {
            var block = await CreateAsync(step, journal, cancellationToken);
            startBlock = step.Contract == "Anchor" ? block : startBlock;
            if (!(await CodeAtAsync(l1, step.Address, cancellationToken)).AsSpan().SequenceEqual(replay.CodeOf(step.Address)))
            {
                throw new BridgeException($"The code at {step.Address.ToChecksumString()} is not that of {step.Contract}: L1 does not run the plan as written.");
            }

            await output.WriteLineAsync($"{step.Contract,-10} {step.Address.ToChecksumString()} in block {block}");
        }

        DeployJournal.Write(file, Deployment.Write(plan, startBlock));
        journal.Delete();
        await output.WriteLineAsync($"{file} is what checkpointers and 'poa bridge verify' need. The deployer has no right over any of the contracts.");
    }

    /// <summary>What the timelock of the terms answers for its delay; zero without one.</summary>
    public static async Task<UInt256> TimelockDelayAsync(ChainConnection l1, BridgeTerms terms, CancellationToken cancellationToken) => terms.Timelock.IsZero
        ? UInt256.Zero
        : (await l1.ViewAsync(terms.Timelock, MinDelay, cancellationToken)).Get<UInt256>(0);

    /// <summary>The code at an address of L1.</summary>
    public static async Task<byte[]> CodeAtAsync(ChainConnection l1, Address address, CancellationToken cancellationToken)
    {
        var code = (await l1.AskAsync("eth_getCode", cancellationToken, address.ToString(), "latest")).ToString();
        return Hex.TryDecode(code, out var bytes) ? bytes : throw new BridgeException($"{l1.Name} answers no code for {address}: {code}");
    }

    /// <summary>Contracts that must stand on L1 before the plan's do.</summary>
    public static IEnumerable<(string Name, Address Address)> Expected(BridgeTerms terms) =>
        new[] { ("the extra verifier", terms.ExtraVerifier), ("the router's WETH", terms.Router?.Weth ?? default), ("the router's Permit2", terms.Router?.Permit2 ?? default) }
            .Where(expected => !expected.Item2.IsZero);

    private async Task CheckAsync(BridgeTerms terms, CancellationToken cancellationToken)
    {
        var chainId = await l1.NumberAsync("eth_chainId", cancellationToken);
        if (chainId != terms.L1ChainId)
        {
            throw new BridgeException($"The plan is for chain {terms.L1ChainId}; the L1 endpoint serves chain {chainId}.");
        }

        if (terms.Guardians.Contains(wallet.Address) || terms.Council == wallet.Address || terms.Timelock == wallet.Address)
        {
            throw new BridgeException($"The deployer {wallet.Address.ToChecksumString()} would keep a right: it may be neither guardian nor council nor timelock.");
        }

        foreach (var (name, address) in Expected(terms))
        {
            if ((await CodeAtAsync(l1, address, cancellationToken)).Length == 0)
            {
                throw new BridgeException($"There is no contract at {address.ToChecksumString()}, {name}.");
            }
        }
    }

    private async Task<ulong> FreshNonceAsync(CancellationToken cancellationToken)
    {
        var mined = await NonceAsync("latest", cancellationToken);
        return await NonceAsync("pending", cancellationToken) == mined
            ? mined
            : throw new BridgeException($"The deployer {wallet.Address.ToChecksumString()} has transactions that are not in a block yet: wait for them.");
    }

    /// <summary>Number of the block in which the contract was created.</summary>
    private async Task<ulong> CreateAsync(DeploymentStep step, DeployJournal journal, CancellationToken cancellationToken)
    {
        if (await MinedAsync(step, journal, cancellationToken) is { } known)
        {
            return BlockOf(step, known);
        }

        if (await NonceAsync("latest", cancellationToken) > step.Nonce)
        {
            throw new BridgeException(
                $"The deployer's nonce {step.Nonce}, that of {step.Contract}, was used by another transaction: delete the journal and begin anew.");
        }

        var last = journal.SignedFor(step.Contract).LastOrDefault();
        var price = await l1.NumberAsync("eth_gasPrice", cancellationToken);
        var transaction = last is not null && last.MaxFeePerGas >= price ? last : await SignAsync(step, price, last, cancellationToken);
        if (transaction != last)
        {
            journal.Add(step.Contract, transaction);
        }

        try
        {
            await l1.AskAsync("eth_sendRawTransaction", cancellationToken, Hex.Encode(transaction.Encoded.Span));
        }
        catch (BridgeException) when (transaction == last)
        {
            // Sent before: an endpoint that still has it says so as an error. Only one that has lost it counts.
            if ((await l1.AskAsync("eth_getTransactionByHash", cancellationToken, transaction.Hash.ToString())).ValueKind == JsonValueKind.Null)
            {
                throw;
            }
        }

        return BlockOf(step, await wallet.ReceiptAsync(l1, transaction.Hash, cancellationToken));
    }

    private async Task<JsonElement?> MinedAsync(DeploymentStep step, DeployJournal journal, CancellationToken cancellationToken)
    {
        foreach (var transaction in journal.SignedFor(step.Contract))
        {
            var receipt = await l1.AskAsync("eth_getTransactionReceipt", cancellationToken, transaction.Hash.ToString());
            if (receipt.ValueKind != JsonValueKind.Null)
            {
                return receipt;
            }
        }

        return null;
    }

    private async Task<Transaction> SignAsync(DeploymentStep step, UInt256 price, Transaction? last, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["from"] = wallet.Address.ToString(), ["data"] = Hex.Encode(step.InitCode.Span) };
        var gas = (await l1.NumberAsync("eth_estimateGas", cancellationToken, call)).Low64;

        // A replacement must offer a tenth more of both fees, or nodes keep the old one.
        var (leastFee, tip) = last is null ? (UInt256.Zero, Tip) : (last.MaxFeePerGas * 9UL / 8UL, last.MaxPriorityFeePerGas * 9UL / 8UL);
        var fee = (price * 2UL) + tip;
        return wallet.Sign(new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = await l1.NumberAsync("eth_chainId", cancellationToken),
            Nonce = step.Nonce,
            MaxPriorityFeePerGas = tip,
            MaxFeePerGas = fee > leastFee ? fee : leastFee,
            GasLimit = gas + (gas / 10),
            Data = step.InitCode,
        });
    }

    private async Task<ulong> NonceAsync(string tag, CancellationToken cancellationToken) =>
        (await l1.NumberAsync("eth_getTransactionCount", cancellationToken, wallet.Address.ToString(), tag)).Low64;

    private static ulong BlockOf(DeploymentStep step, JsonElement receipt) => receipt.GetProperty("status").GetString() == "0x1"
        ? UInt256.Parse(receipt.GetProperty("blockNumber").GetString()!).Low64
        : throw new BridgeException($"The creation of {step.Contract} failed on L1: delete the journal and begin anew.");
}
