using System.Net;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Discovery;

/// <summary>Who has proven to get what is sent to an address (discv4, "Endpoint Proof"), and to whom we have.</summary>
/// <remarks>
/// Thread: any. Bounded; a proof that is pushed out costs one more ping.
/// Differs from geth: the port is part of what is proven, so that a ping sent again from another port does not move a node in our table.
/// </remarks>
internal sealed class EndpointProofs(TimeProvider time)
{
    /// <summary>How long a proof holds (discv4, "Endpoint Proof").</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int MaxProofs = 8192;

    private readonly LruCache<(NodeId Id, IPEndPoint Udp), DateTimeOffset> _pongs = new(MaxProofs);
    private readonly LruCache<(NodeId Id, IPEndPoint Udp), DateTimeOffset> _pings = new(MaxProofs);
    private readonly LruCache<IPEndPoint, DateTimeOffset> _endpoints = new(MaxProofs);
    private readonly Lock _waitingLock = new();
    private readonly Dictionary<(NodeId Id, IPEndPoint Udp), TaskCompletionSource> _waiting = [];

    /// <summary>The node answered a ping of ours.</summary>
    public void NotePong(NodeId id, IPEndPoint udp)
    {
        _pongs.Set((id, udp), time.GetUtcNow());
        _endpoints.Set(udp, time.GetUtcNow());
    }

    /// <summary>The node pinged us and we answered: it takes us for proven now.</summary>
    public void NotePing(NodeId id, IPEndPoint udp)
    {
        _pings.Set((id, udp), time.GetUtcNow());
        TaskCompletionSource? waiting;
        lock (_waitingLock)
        {
            _waiting.Remove((id, udp), out waiting);
        }

        waiting?.TrySetResult();
    }

    /// <summary>True when the node has proven its address to us.</summary>
    public bool IsProven(NodeId id, IPEndPoint udp) => IsFresh(_pongs, (id, udp));

    /// <summary>True when some node has proven to us that it is at this address.</summary>
    public bool IsProven(IPEndPoint udp) => _endpoints.TryGet(udp, out var at) && at + Lifetime > time.GetUtcNow();

    /// <summary>True when we have, as far as we know, proven ours to the node.</summary>
    public bool AreWeProven(NodeId id, IPEndPoint udp) => IsFresh(_pings, (id, udp));

    /// <summary>It did not answer what it should have: it may have forgotten our proof, as after a restart.</summary>
    public void ForgetOurs(NodeId id, IPEndPoint udp) => _pings.Remove((id, udp));

    /// <summary>Waits until the node pings us, but not for long: one that knows us already will not.</summary>
    public async Task WaitForPingAsync(NodeId id, IPEndPoint udp, TimeSpan longest, CancellationToken cancellation)
    {
        TaskCompletionSource? waiting;
        lock (_waitingLock)
        {
            if (!_waiting.TryGetValue((id, udp), out waiting))
            {
                _waiting[(id, udp)] = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        try
        {
            if (!AreWeProven(id, udp)) // it may have pinged just before
            {
                await waiting.Task.WaitAsync(longest, time, cancellation);
            }
        }
        catch (TimeoutException)
        {
            // Then it knows us, or it will not answer the next question either.
        }
        finally
        {
            lock (_waitingLock)
            {
                if (_waiting.TryGetValue((id, udp), out var current) && current == waiting)
                {
                    _waiting.Remove((id, udp));
                }
            }
        }
    }

    private bool IsFresh(LruCache<(NodeId Id, IPEndPoint Udp), DateTimeOffset> seen, (NodeId Id, IPEndPoint Udp) key) =>
        seen.TryGet(key, out var at) && at + Lifetime > time.GetUtcNow();
}
