namespace PoaSidechain.Tests.Fuzz.Execution;

/// <summary>What a case came to: a text for each transaction, and one for the state after them; or hashes of the texts.</summary>
internal sealed record CaseOutcome(IReadOnlyList<string> Transactions, string State);
