using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <content>Our questions to other nodes. One that does not answer in time has not answered: there is no second try here.</content>
internal sealed partial class DiscoveryProtocol
{
    /// <summary>Pings a node. One that answers has proven its address and gets into the table.</summary>
    public async Task<bool> PingAsync(DiscoveredNode node, CancellationToken cancellation)
    {
        if (!restriction.Allows(node.Address))
        {
            return false;
        }

        var to = new DiscoveryEndpoint(node.Address, node.UdpPort, node.TcpPort);
        var packet = Encode(new PingMessage(own.Endpoint, to, ExpiresAt(), own.Current.Sequence), out var hash);
        return await _replies.AskAsync(
            node,
            message => message is PongMessage pong && pong.PingHash == hash ? TakePong(node) : null,
            () => SendPacket(packet, DiscoveryMessageType.Ping, node.Udp),
            cancellation);
    }

    /// <summary>The nodes near a key that a node knows of, those left out that nobody may name; null when it does not answer.</summary>
    public async Task<IReadOnlyList<DiscoveredNode>?> FindNodeAsync(DiscoveredNode node, NodeId target, CancellationToken cancellation)
    {
        if (!await EnsureProofsAsync(node, cancellation))
        {
            return null;
        }

        var found = new List<DiscoveredNode>();
        var packets = 0;
        ReplyStep? Take(DiscoveryMessage message)
        {
            if (message is not NeighboursMessage neighbours)
            {
                return null;
            }

            packets++;
            found.AddRange(neighbours.Nodes.Take(Bucket.Size - found.Count));
            return found.Count >= Bucket.Size ? ReplyStep.Last : ReplyStep.Part;
        }

        var packet = Encode(new FindNodeMessage(target, ExpiresAt()), out _);
        await _replies.AskAsync(node, Take, () => SendPacket(packet, DiscoveryMessageType.FindNode, node.Udp), cancellation);
        if (packets == 0)
        {
            _proofs.ForgetOurs(node.Id, node.Udp);
            return null;
        }

        return [.. found.Where(other => other.Id != _self && IsUsable(node, other))];
    }

    /// <summary>The node's record (EIP-868); null when it does not answer, or with a record that is none.</summary>
    public async Task<NodeRecord?> GetRecordAsync(DiscoveredNode node, CancellationToken cancellation)
    {
        if (!await EnsureProofsAsync(node, cancellation))
        {
            return null;
        }

        RecordResponseMessage? response = null;
        var packet = Encode(new RecordRequestMessage(ExpiresAt()), out var hash);
        ReplyStep? Take(DiscoveryMessage message)
        {
            if (message is not RecordResponseMessage answer || answer.RequestHash != hash)
            {
                return null;
            }

            response = answer;
            return ReplyStep.Last;
        }

        await _replies.AskAsync(node, Take, () => SendPacket(packet, DiscoveryMessageType.RecordRequest, node.Udp), cancellation);
        return response is null ? null : CheckRecord(node, response.Record.Span);
    }

    private ReplyStep TakePong(DiscoveredNode node)
    {
        _proofs.NotePong(node.Id, node.Udp); // before the next packet is looked at: it may be a question
        table.Add(node, services.Time.GetUtcNow());
        return ReplyStep.Last;
    }

    /// <summary>Sees to it that each side has proven its address to the other; false when the node does not answer.</summary>
    private async Task<bool> EnsureProofsAsync(DiscoveredNode node, CancellationToken cancellation)
    {
        if (_proofs.AreWeProven(node.Id, node.Udp) && _proofs.IsProven(node.Id, node.Udp))
        {
            return true;
        }

        if (!await PingAsync(node, cancellation))
        {
            return false;
        }

        await _proofs.WaitForPingAsync(node.Id, node.Udp, PendingReplies.Timeout, cancellation);
        return true;
    }

    private bool IsUsable(DiscoveredNode sender, DiscoveredNode node)
    {
        var fault = RelayRules.Check(sender.Address, node, restriction);
        if (fault != DiscoveryFault.None)
        {
            services.Metrics.DiscoveryRefused(fault);
        }

        return fault == DiscoveryFault.None;
    }

    private NodeRecord? CheckRecord(DiscoveredNode node, ReadOnlySpan<byte> rlp)
    {
        var fault = NodeRecord.TryDecode(rlp, out var record);
        if (fault == DiscoveryFault.None && record!.Id != node.Id)
        {
            fault = DiscoveryFault.RecordOfAnother;
        }

        if (fault == DiscoveryFault.None)
        {
            return record;
        }

        services.Metrics.DiscoveryRefused(fault);
        Log.RecordRefused(services.Logger, node.Id, fault.Text());
        return null;
    }
}
