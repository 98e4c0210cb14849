using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>One entry of clique_getSignerMetrics.</summary>
/// <param name="Signer">Who.</param>
/// <param name="BlockCount">Blocks sealed in the range.</param>
/// <param name="LastBlock">The newest of them; 0 for none.</param>
internal sealed record SignerMetric(Address Signer, ulong BlockCount, ulong LastBlock);
