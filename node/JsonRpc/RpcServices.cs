using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.Network;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc;

/// <summary>The parts of the node that the modules ask; put together by the composition root.</summary>
public sealed record RpcServices
{
    /// <summary>The chain's rules.</summary>
    public required ChainSpec Spec { get; init; }

    /// <summary>Blocks.</summary>
    public required BlockTree Tree { get; init; }

    /// <summary>States.</summary>
    public required StateStore States { get; init; }

    /// <summary>The consensus engine; <c>clique_*</c> is offered when it is Clique.</summary>
    public required IConsensusEngine Engine { get; init; }

    /// <summary>Waiting transactions.</summary>
    public required ITransactionPool Pool { get; init; }

    /// <summary>Makes the pending block.</summary>
    public required BlockBuilder Builder { get; init; }

    /// <summary>What L1 has fixed.</summary>
    public required CheckpointPin Pin { get; init; }

    /// <summary>This signer's proposals; null where there is no Clique engine.</summary>
    public ProposalStore? Proposals { get; init; }

    /// <summary>How the signers are doing; null where there is no Clique engine.</summary>
    public LivenessWatch? Liveness { get; init; }

    /// <summary>Evidence against signers; null where there is no Clique engine.</summary>
    public EquivocationStore? Equivocations { get; init; }

    /// <summary>What the sealing loop is doing; answers null on a node that does not seal.</summary>
    public Func<SealingStatus?> SealingStatus { get; init; } = static () => null;

    /// <summary>Goes back to a block of the chain; null where nothing writes to it.</summary>
    public Func<Block, CancellationToken, Task<ImportResult>>? SetHead { get; init; }

    /// <summary>Peers; null for a node without a network.</summary>
    public NetworkService? Network { get; init; }

    /// <summary>The account that this node seals with; null when it does not seal.</summary>
    public Address? Signer { get; init; }

    /// <summary>Copies the database into a folder and says how many entries it has; null where there is none to copy.</summary>
    public Func<string, long>? Backup { get; init; }

    /// <summary>Name and version, like <c>PoaSidechain/v0.1.0/linux-x64/dotnet10.0</c>.</summary>
    public required string ClientVersion { get; init; }

    /// <summary>Folder of the node's data (<c>admin_datadir</c>).</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Limits of single methods.</summary>
    public RpcMethodOptions Methods { get; init; } = new();
}
