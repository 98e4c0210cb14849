using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>Drives the signers that do not keep the rules. They follow the chain like others and share what they know.</summary>
internal sealed class ByzantineSigner(SimulatedNode node, Conspiracy conspiracy, NodeSurroundings around, ulong period, Random random)
{
    private readonly HashSet<Hash256> _sealedOn = [];

    /// <summary>Breaks of rules that were published: no honest node may take one.</summary>
    public HashSet<Hash256> Illegal => conspiracy.Illegal;

    /// <summary>The node's head moved.</summary>
    public void OnHead(BlockHeader head)
    {
        if (node.Part.Behaviour == Behaviour.Silent || !_sealedOn.Add(head.Hash))
        {
            return;
        }

        var slot = DateTimeOffset.FromUnixTimeSeconds((long)(head.Timestamp + period)) - node.Clock.GetUtcNow();
        around.World.After(slot + (random.NextDouble() * TimeSpan.FromSeconds(1)), () => Act(head));
    }

    private void Act(BlockHeader head)
    {
        if (!node.IsUp || node.Engine.GetSnapshot(head, node.Tree) is not { } snapshot)
        {
            return;
        }

        var mayItself = snapshot.IsSigner(node.Signer) && !snapshot.SignedRecently(node.Signer);
        switch (node.Part.Behaviour)
        {
            case Behaviour.Equivocates when mayItself:
                Publish(Make(head, snapshot, 1), peer => peer.Index % 2 == 0);
                Publish(Make(head, snapshot, 2), peer => peer.Index % 2 == 1);
                break;
            case Behaviour.Withholds when mayItself:
                var held = Make(head, snapshot, 1);
                around.World.After(TimeSpan.FromSeconds(1 + (random.NextDouble() * 6)), () => Publish(held, _ => true));
                break;
            case Behaviour.BuildsOnStaleBlocks:
                BuildOnStale(head);
                break;
            case Behaviour.BreaksRules:
                BreakARule(head, snapshot, mayItself);
                break;
            default:
                break;
        }
    }

    private Block Make(BlockHeader parent, Snapshot snapshot, byte vanity) =>
        Forge.Seal(parent, snapshot, node.Part.Key, TimeAfter(parent), [0xff, vanity, (byte)node.Index]);

    /// <summary>Starts a branch some blocks back, or lengthens the one that the conspirators have; publishes when nobody of them may add to it.</summary>
    private void BuildOnStale(BlockHeader head)
    {
        var tip = conspiracy.Tip is { } known && known.Number + 6 > head.Number ? known : Ancestor(head, 1 + random.Next(4));
        if (conspiracy.SnapshotAfter(tip, node) is not { } snapshot)
        {
            conspiracy.Tip = null;
            return;
        }

        if (snapshot.IsSigner(node.Signer) && !snapshot.SignedRecently(node.Signer))
        {
            var block = Make(tip, snapshot, (byte)random.Next(256));
            conspiracy.Add(block);
            conspiracy.Tip = block.Header;
        }

        if (random.Next(3) == 0)
        {
            foreach (var block in conspiracy.TakeBranch())
            {
                Publish(block, _ => true);
            }
        }
    }

    private void BreakARule(BlockHeader head, Snapshot snapshot, bool mayItself)
    {
        var wrongTurn = snapshot.IsInTurn(head.Number + 1, node.Signer) ? CliqueHeader.DifficultyOutOfTurn : CliqueHeader.DifficultyInTurn;
        var block = !mayItself ? Make(head, snapshot, 3) // signed recently
            : random.Next(2) == 0 ? Forge.Seal(head, snapshot, node.Part.Key, TimeAfter(head), [0xfe], wrongTurn)
            : Forge.Seal(head, snapshot, node.Part.Key, head.Timestamp, [0xfd]); // before its time
        if (mayItself && period == 0 && block.Header.Timestamp == head.Timestamp)
        {
            return; // with period 0 that is legal
        }

        conspiracy.Illegal.Add(block.Hash);
        foreach (var peer in around.Nodes.Where(peer => peer != node))
        {
            node.Send(block, peer);
        }
    }

    private void Publish(Block block, Func<SimulatedNode, bool> to)
    {
        node.Receive(block, null);
        foreach (var peer in around.Nodes.Where(peer => peer != node && to(peer)))
        {
            node.Send(block, peer);
        }
    }

    private ulong TimeAfter(BlockHeader parent) =>
        Math.Max(parent.Timestamp + period, (ulong)node.Clock.GetUtcNow().ToUnixTimeSeconds());

    private BlockHeader Ancestor(BlockHeader header, int steps)
    {
        for (; steps > 0 && header.Number > 0 && node.Tree.FindHeader(header.ParentHash) is { } parent; steps--)
        {
            header = parent;
        }

        return header;
    }
}
