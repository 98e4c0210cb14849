using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>The worst moment to die: after the journal and the seal, before anybody else has the block.</summary>
internal sealed class CrashingSigner(ISealSigner inner, Func<bool> dies) : ISealSigner
{
    public Address Address => inner.Address;

    public Block? Recall(BlockHeader parent) => inner.Recall(parent);

    public async Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation)
    {
        var result = await inner.SignSealAsync(unsealed, cancellation);
        return dies() ? SealResult.Refused(SealRefusal.Unavailable, "the process is gone") : result;
    }
}
