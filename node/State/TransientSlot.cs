using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>A slot of transient storage (EIP-1153). An object, so that the journal can point at it.</summary>
internal sealed class TransientSlot
{
    public UInt256 Value;
}
