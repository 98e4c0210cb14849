using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>The checkpoint that the next one builds on; the genesis for the first.</summary>
/// <param name="Index">Its index, or the higher one that L1 gave it when it took those after it back.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="LastBlock">Last block it covers.</param>
/// <param name="LastBlockHash">Hash of that block.</param>
/// <param name="WithdrawalCount">Withdrawals under its root.</param>
/// <param name="DepositCount">Deposits the sidechain had consumed.</param>
/// <param name="NextSetHash">Hash of the set that signs the next one: the one it names, or what L1 made of that by votes in headers.</param>
internal sealed record ParentCheckpoint(
    ulong Index, Hash256 Digest, ulong LastBlock, Hash256 LastBlockHash, ulong WithdrawalCount, ulong DepositCount, Hash256 NextSetHash)
{
    public static ParentCheckpoint Of(Checkpoint checkpoint, in Hash256 digest) => new(
        checkpoint.Index, digest, checkpoint.LastBlock, checkpoint.LastBlockHash, checkpoint.WithdrawalCount, checkpoint.DepositCount,
        checkpoint.NextSetHash);

    public static ParentCheckpoint Genesis(BridgeIdentity identity, SignerSet genesisSet) =>
        new(0, identity.GenesisDigest, 0, identity.GenesisHash, 0, 0, genesisSet.Hash);
}
