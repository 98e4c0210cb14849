using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>What a block changed, by hash of address and slot.</summary>
public sealed class StateChanges
{
    /// <summary>Changed, created and removed accounts; each once.</summary>
    public List<AccountChange> Accounts { get; } = [];

    /// <summary>Codes that may be new, by hash.</summary>
    public Dictionary<Hash256, Code> Codes { get; } = [];
}
