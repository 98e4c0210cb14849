using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Signing;

/// <summary>A signature, or why there is none.</summary>
internal readonly record struct SigningResult(SigningRefusal Refusal, CompactSignature Signature)
{
    public bool IsSigned => Refusal == SigningRefusal.None;

    public static SigningResult Refused(SigningRefusal refusal) => new(refusal, default);
}
