using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Chains;

/// <summary>A transaction in a block.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Block">The block's number.</param>
/// <param name="Succeeded">False when it was undone.</param>
/// <param name="Gas">Gas used.</param>
/// <param name="Contract">The contract it created, or null.</param>
internal sealed record Mined(Hash256 Hash, ulong Block, bool Succeeded, ulong Gas, Address? Contract);
