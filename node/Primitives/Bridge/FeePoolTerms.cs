namespace PoaSidechain.Primitives.Bridge;

/// <summary>What the pool pays to those who carry checkpoints to L1.</summary>
/// <param name="DailyBudget">Most that it pays in a day, wei.</param>
/// <param name="Reward">On top of the fees, for showing that a checkpoint was false, wei.</param>
public sealed record FeePoolTerms(UInt256 DailyBudget, UInt256 Reward);
