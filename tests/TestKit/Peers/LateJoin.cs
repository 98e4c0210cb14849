using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>A node that starts at genesis and has two peers with a long chain: one lies from its middle on, the other does not answer some requests.</summary>
internal static class LateJoin
{
    /// <summary>Requests for bodies that the stalling peer leaves unanswered before it behaves: one less than would cost it the session.</summary>
    private const int Stalls = 2;

    /// <summary>Runs until the node is on the honest head and the liar is gone, or the time is over.</summary>
    /// <param name="chain">The long chain.</param>
    /// <param name="lie">What the one peer does.</param>
    /// <param name="within">Time for all of it.</param>
    /// <param name="readsAhead">False to leave all signatures to the importer.</param>
    public static async Task<LateJoinOutcome> RunAsync(LocalChain chain, Lie lie, TimeSpan within, bool readsAhead = true)
    {
        var goal = chain.Tree.Head;
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", goal.Timestamp, readsAhead);
        var liar = new Liar(chain, lie, from: (goal.Number / 2) + 7);
        var stalled = 0;

        await using var lying = await ScriptedPeer.DialAsync(node.Service.Enode, "liar", liar.Tree);
        await using var stalling = await ScriptedPeer.DialAsync(node.Service.Enode, "stalling", chain.Tree);
        lying.Lie = liar.Answer;
        stalling.IsSilentOn = (code, _) => code == EthMessage.GetBlockBodies && Volatile.Read(ref stalled) < Stalls && Interlocked.Increment(ref stalled) <= Stalls;

        // The liar says that it has more, and is followed first.
        var began = TimeProvider.System.GetTimestamp();
        var status = ScriptedPeer.StatusOf(liar.Tree, spec: chain.Genesis.Spec);
        lying.SayStatus(status with { TotalDifficulty = status.TotalDifficulty + 1UL });
        await node.Changes.UntilAsync(() => node.Service.PeerCount == 1, "the liar joined");
        stalling.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));

        var isThere = true;
        try
        {
            await node.Changes.UntilAsync(
                () => node.Chain.Tree.Head.Hash == goal.Hash && (lie == Lie.None || EndOf(node, lying.Id) is not null), "the honest head, without the liar", within);
        }
        catch (TimeoutException)
        {
            isThere = false;
        }

        return new LateJoinOutcome(
            isThere,
            node.Chain.Tree.Head.Number,
            TimeProvider.System.GetElapsedTime(began),
            EndOf(node, lying.Id),
            Math.Min(Stalls, Volatile.Read(ref stalled)),
            EndOf(node, stalling.Id) is null);
    }

    private static SessionEnd? EndOf(ChainNode node, NodeId id) =>
        node.Ends.Where(end => end.Id == id).Select(static end => end.End).FirstOrDefault();
}
