using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>A plan carried out in this program's own EVM: the code that must stand on L1, immutables included, and what its views must answer.</summary>
/// <remarks>Nothing here depends on the time of the deployment: the constructors only demand that genesis is not in the future.</remarks>
internal sealed class PlanReplay
{
    private const ulong GasLimit = 30_000_000;

    private readonly WorldState _world;
    private readonly TransactionExecutor _executor;
    private readonly UInt256 _chainId;

    private PlanReplay(WorldState world, BlockContext block)
    {
        _world = world;
        _executor = new TransactionExecutor(world, block);
        _chainId = block.ChainId;
    }

    /// <summary>Creates every contract of the plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="timelockDelay">What the plan's timelock answers to <c>getMinDelay</c> on L1.</param>
    /// <exception cref="BridgeException">A constructor refuses.</exception>
    public static PlanReplay Run(DeploymentPlan plan, in UInt256 timelockDelay)
    {
        var state = new PlannedState();
        state.Add(plan.Deployer, plan.FirstNonce, []);
        if (!plan.Terms.Timelock.IsZero)
        {
            // PUSH32 delay, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN: all that the PauseBoard asks of its timelock.
            state.Add(plan.Terms.Timelock, 1, [0x7f, .. timelockDelay.ToHash256().Bytes, 0x60, 0x00, 0x52, 0x60, 0x20, 0x60, 0x00, 0xf3]);
        }

        if (!plan.Terms.ExtraVerifier.IsZero)
        {
            state.Add(plan.Terms.ExtraVerifier, 1, [0x00]);
        }

        foreach (var expected in plan.Terms.Router is { } router ? new[] { router.Weth, router.Permit2 } : [])
        {
            if (!expected.IsZero)
            {
                state.Add(expected, 1, [0x00]); // the router looks whether there is code
            }
        }

        var block = new BlockContext
        {
            Rules = ForkRules.Of(Fork.Cancun),
            ChainId = plan.Terms.L1ChainId,
            Number = 1,
            Timestamp = GenesisTime(plan.Terms),
            GasLimit = GasLimit,
            FeeRecipient = Address.Zero,
            BlockHash = _ => Hash256.Zero,
        };
        var replay = new PlanReplay(new WorldState(state), block);
        foreach (var step in plan.Steps)
        {
            var result = replay.Execute(plan.Deployer, null, step.InitCode);
            if (!result.IsSuccess || result.ContractAddress != step.Address)
            {
                throw new BridgeException($"{step.Contract} cannot be created by this plan: {BridgeContracts.Describe(result.Output.Span)}.");
            }
        }

        return replay;
    }

    /// <summary>The code of a contract that the plan has created.</summary>
    public byte[] CodeOf(in Address address) => _world.GetCode(_world.GetAccount(address)).Bytes.ToArray();

    /// <summary>What a view answers.</summary>
    public byte[] View(in Address contract, ReadOnlyMemory<byte> data) => Execute(Address.Zero, contract, data).Output.ToArray();

    private static ulong GenesisTime(BridgeTerms terms)
    {
        try
        {
            return BlockHeader.Decode(terms.GenesisHeader.Span).Timestamp;
        }
        catch (RlpException e)
        {
            throw new BridgeException($"The plan's genesis header is none: {e.Message}", e);
        }
    }

    private TransactionResult Execute(Address sender, Address? to, ReadOnlyMemory<byte> data)
    {
        var transaction = new Transaction { Type = TransactionType.DynamicFee, ChainId = _chainId, GasLimit = GasLimit, To = to, Data = data };
        var verdict = _executor.Call(transaction.AsIfSentBy(sender), out var result);
        return result ?? throw new BridgeException($"A step of the plan is no transaction: {verdict.Error}.");
    }
}
