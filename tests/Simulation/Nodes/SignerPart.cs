using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>A signer's part in a run.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Behaviour">How it acts.</param>
/// <param name="ClockError">By how much its clock is ahead.</param>
internal sealed record SignerPart(PrivateKey Key, Behaviour Behaviour, TimeSpan ClockError)
{
    public bool IsHonest => Behaviour == Behaviour.Honest;
}
