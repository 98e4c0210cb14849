namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>What prestateTracer shows; names and defaults as geth's.</summary>
/// <param name="DiffMode">What was changed, before and after, instead of all that was touched.</param>
/// <param name="DisableCode">No code.</param>
/// <param name="DisableStorage">No storage.</param>
/// <param name="IncludeEmpty">Accounts too where there was nothing before.</param>
internal sealed record PrestateOptions(bool DiffMode = false, bool DisableCode = false, bool DisableStorage = false, bool IncludeEmpty = false);
