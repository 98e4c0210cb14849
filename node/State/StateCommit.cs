using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>A block whose state is to become the committed one.</summary>
/// <param name="Number">The block's number.</param>
/// <param name="Hash">The block's hash.</param>
/// <param name="State">The state after the block, made by <see cref="StateView.Apply"/> from that of its parent.</param>
public readonly record struct StateCommit(ulong Number, Hash256 Hash, StateView State);
