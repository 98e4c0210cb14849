namespace PoaSidechain.Checkpointer.Chains;

/// <summary>L1 endpoints contradict each other, or one contradicts what was final before: nothing may be signed until that is cleared up.</summary>
internal sealed class L1DisagreementException(string message) : Exception(message);
