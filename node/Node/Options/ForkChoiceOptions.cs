using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Options;

/// <summary>This node's own choices about the chain it follows; no block is judged by them.</summary>
/// <param name="TieBreak">Between equally heavy heads, where the genesis file does not say.</param>
/// <param name="MaxClockDrift">Offset of the clock beyond which nothing is sealed; null for the engine's.</param>
internal sealed record ForkChoiceOptions(CliqueTieBreak TieBreak, TimeSpan? MaxClockDrift);
