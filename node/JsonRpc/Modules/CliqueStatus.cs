using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>The answer of clique_status: the last blocks before the head.</summary>
/// <param name="InTurnPercent">How many of them were sealed in turn.</param>
/// <param name="SealerActivity">How many each signer sealed.</param>
/// <param name="BlockCount">How many there were, at most 64.</param>
internal sealed record CliqueStatus(double InTurnPercent, IReadOnlyDictionary<Address, int> SealerActivity, int BlockCount);
