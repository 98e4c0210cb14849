using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Bindings;

/// <summary>The one-time binding: a quorum of the genesis signers tells the sidechain which L1 contracts it belongs to.</summary>
/// <remarks>Both chains were checked before this runs. Thread: the loop only.</remarks>
internal sealed partial class BindingStep(CheckpointParts parts, CheckpointOptions options, LaneServices services)
{
    private readonly WaitingClock _waiting = new(services.Time);
    private bool _isBound;

    /// <summary>True once the sidechain is bound to this bridge; works towards it otherwise.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (_isBound)
        {
            return true;
        }

        var registry = await RegistryState.ReadAsync(parts.Node, cancellationToken);
        if (registry.IsBound)
        {
            return Bound(registry);
        }

        parts.Health.Report(HealthPart.Binding, HealthLevel.Yellow, "the sidechain is not bound to its L1 contracts yet");
        if (await parts.Registry.CurrentAsync(cancellationToken) is not { } set)
        {
            parts.Health.Report(HealthPart.Binding, HealthLevel.Red, "the registry's signer set is not the one the genesis block lists");
            return false;
        }

        var binding = Binding.Of(parts.Identity, registry.DeploymentId);
        if (parts.Attestor is { } attestor && set.Contains(attestor.Address))
        {
            await attestor.AttestAsync(binding, "the binding", cancellationToken);
        }

        await SubmitAsync(binding, set, cancellationToken);
        return false;
    }

    private bool Bound(RegistryState registry)
    {
        if (!registry.IsBoundTo(parts.Identity))
        {
            parts.Health.Report(HealthPart.Binding, HealthLevel.Red, $"the sidechain is bound to another bridge: anchor {registry.Anchor}, vault {registry.Vault}, L1 {registry.L1ChainId}");
            return false;
        }

        _isBound = true;
        parts.Health.Clear(HealthPart.Binding);
        Log.Bound(services.Logger, registry.SidechainId, registry.Anchor, registry.Vault);
        return true;
    }

    private async Task SubmitAsync(Binding binding, SignerSet set, CancellationToken cancellationToken)
    {
        var digest = parts.Identity.Digest(binding);
        var signatures = await parts.Board.CollectAsync(digest, set, cancellationToken);
        if (!signatures.IsQuorum(set, digest) || parts.SidechainLane is not { } lane)
        {
            return;
        }

        var purpose = $"bind {digest}";
        if (lane.IsUnderWay(purpose)
            || !LeaderRotation.MayAct(set, parts.Attestor?.Address, 0, _waiting.Since(purpose), options.TakeoverTime))
        {
            return;
        }

        var data = BridgeAbi.SignerRegistry.Function("bind").EncodeCall(
            parts.Identity.GenesisHash, parts.Identity.L1ChainId, parts.Identity.Anchor, parts.Identity.Vault,
            set.Bytes, signatures.Bitmap, signatures.Signatures);
        if (await lane.EnqueueAsync(new TransactionIntent(purpose, Predeploys.SignerRegistry, data), cancellationToken) == EnqueueResult.Sent)
        {
            Log.Binding(services.Logger, signatures.Count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9340, LogLevel.Information, "Binding the sidechain to its L1 contracts with {Signatures} signatures")]
        public static partial void Binding(ILogger logger, int signatures);

        [LoggerMessage(9341, LogLevel.Information, "The sidechain {SidechainId} is bound to anchor {Anchor} and vault {Vault}")]
        public static partial void Bound(ILogger logger, Hash256 sidechainId, Address anchor, Address vault);
    }
}
