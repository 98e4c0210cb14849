using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.JsonRpc;
using PoaSidechain.Network;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Node.Options;

/// <summary>Everything that an operator chose, read and checked.</summary>
internal sealed record NodeOptions
{
    public required DataFolder Data { get; init; }

    public required StorageOptions Storage { get; init; }

    public required StateOptions State { get; init; }

    public required PoolOptions Pool { get; init; }

    public required BuildOptions Build { get; init; }

    public required NetworkOptions Network { get; init; }

    /// <summary>True to join by a downloaded state while there is nothing but genesis.</summary>
    public required bool SnapSync { get; init; }

    public required RpcOptions Rpc { get; init; }

    public required RpcMethodOptions RpcMethods { get; init; }

    public required ForkChoiceOptions ForkChoice { get; init; }

    /// <summary>Null for a node that does not seal.</summary>
    public required SealingOptions? Sealing { get; init; }

    public required TelemetryOptions Telemetry { get; init; }
}
