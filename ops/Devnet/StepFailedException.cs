namespace PoaSidechain.Devnet;

/// <summary>A step did not hold; it has been shown already.</summary>
internal sealed class StepFailedException(string step, Exception cause) : Exception(step, cause);
