using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Network.Sync;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>checkpoint_*: this signer's checkpointer tells the node what a quorum has attested and what L1 has made final.</summary>
/// <remarks>Privileged: whoever may call it decides what this node takes for final.</remarks>
internal sealed class CheckpointModule(BlockTree tree, CheckpointPin pin, Func<SyncStatus?> syncStatus) : IRpcModule
{
    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("checkpoint_setAttested", Arg.Quantity, Arg.Hash, Result.Bool, SetAttested).Privileged();
        registry.Add("checkpoint_setFinal", Arg.Quantity, Arg.Quantity, Arg.Hash, Result.Bool, SetFinal).Privileged();
        registry.Add("checkpoint_status", Result.Written, GetStatus).Privileged();
    }

    private RpcResult<bool> SetAttested(ulong number, Hash256 hash)
    {
        pin.SetAttested(number, hash);
        return true;
    }

    private RpcResult<bool> SetFinal(ulong index, ulong number, Hash256 hash)
    {
        pin.SetFinal(index, number, hash);
        return true;
    }

    private RpcResult<Action<Utf8JsonWriter>> GetStatus()
    {
        var attested = pin.Attested;
        var final = pin.Final;
        var conflict = IsConflict(final?.Number, final?.Hash) || IsConflict(attested?.Number, attested?.Hash);
        var isSyncing = syncStatus() is not null;
        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("attested"u8);
            WriteBlock(writer, attested is { } a ? (null, a.Number, a.Hash) : null);
            writer.WritePropertyName("final"u8);
            WriteBlock(writer, final is { } f ? (f.Index, f.Number, f.Hash) : null);
            writer.WriteBoolean("conflict"u8, conflict);
            writer.WriteBoolean("syncing"u8, isSyncing);
            writer.WriteEndObject();
        });
    }

    /// <summary>True when this node's chain has another block at that height.</summary>
    private bool IsConflict(ulong? number, Hash256? hash) => number is { } height && tree.FindHash(height) is { } ours && ours != hash;

    private static void WriteBlock(Utf8JsonWriter writer, (ulong? Index, ulong Number, Hash256 Hash)? block)
    {
        if (block is not { } known)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        if (known.Index is { } index)
        {
            writer.WriteQuantity("index"u8, index);
        }

        writer.WriteQuantity("number"u8, known.Number);
        writer.WriteHash("hash"u8, known.Hash);
        writer.WriteEndObject();
    }
}
