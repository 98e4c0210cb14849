using PoaSidechain.Chain.Rules;

namespace PoaSidechain.Chain;

/// <summary>The importer's answer.</summary>
/// <param name="Outcome">What became of the block.</param>
/// <param name="Verdict">Why it was refused, if it was.</param>
public sealed record ImportResult(ImportOutcome Outcome, BlockVerdict Verdict);
