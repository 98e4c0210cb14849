using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>The Anchor's newest accepted checkpoint.</summary>
/// <param name="Index">Its index; 0 is the genesis.</param>
/// <param name="LastBlock">Last sidechain block it covers.</param>
/// <param name="Digest">Its digest.</param>
internal sealed record AnchorHead(ulong Index, ulong LastBlock, Hash256 Digest);
