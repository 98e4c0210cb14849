using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique.Signing;

/// <summary>A seal, or why there is none.</summary>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Seal">The seal, low s, v 0 or 1; meaningful only without a refusal.</param>
/// <param name="Detail">What the refusal is about.</param>
public readonly record struct SealResult(SealRefusal Refusal, Signature Seal, string? Detail = null)
{
    /// <summary>True when there is a seal.</summary>
    public bool IsSealed => Refusal == SealRefusal.None;

    /// <summary>A seal.</summary>
    public static SealResult Of(in Signature seal) => new(SealRefusal.None, seal);

    /// <summary>No seal.</summary>
    public static SealResult Refused(SealRefusal refusal, string detail) => new(refusal, default, detail);
}
