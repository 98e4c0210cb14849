using System.Net;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>Questions that wait for their answers; everything else that looks like an answer is unsolicited.</summary>
/// <remarks>Thread: any. Bounded: when too many wait, no further question is asked.</remarks>
internal sealed class PendingReplies(TimeProvider time)
{
    /// <summary>Time for an answer: geth's figure.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    private const int MaxPending = 512;

    private readonly Lock _pendingLock = new();
    private readonly List<Pending> _pending = [];

    /// <summary>True while somebody at this address owes an answer.</summary>
    public bool IsAwaitedFrom(IPAddress address)
    {
        lock (_pendingLock)
        {
            return _pending.Exists(pending => pending.Address.Equals(address));
        }
    }

    /// <summary>Takes an answer to the questions that it answers; false when there is none.</summary>
    public bool Match(NodeId sender, IPEndPoint from, DiscoveryMessage message)
    {
        lock (_pendingLock)
        {
            var matched = false;
            for (var i = _pending.Count - 1; i >= 0; i--)
            {
                var pending = _pending[i];
                if (pending.Id != sender || !pending.Address.Equals(from.Address) || pending.Take(message) is not { } step)
                {
                    continue;
                }

                matched = true;
                if (step == ReplyStep.Last)
                {
                    _pending.RemoveAt(i);
                    pending.Done.TrySetResult(true);
                }
            }

            return matched;
        }
    }

    /// <summary>Asks a node and waits: true when the last part of the answer came, false when it did not come in time or was not even asked for.</summary>
    /// <param name="node">The node.</param>
    /// <param name="take">Called with what the node sends, one at a time and quickly: which step of the answer it is, or null for none.</param>
    /// <param name="send">Sends the question.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<bool> AskAsync(DiscoveredNode node, Func<DiscoveryMessage, ReplyStep?> take, Action send, CancellationToken cancellation)
    {
        var pending = new Pending(node.Id, node.Address, take, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_pendingLock)
        {
            if (_pending.Count >= MaxPending)
            {
                return false;
            }

            _pending.Add(pending);
        }

        try
        {
            send();
            return await pending.Done.Task.WaitAsync(Timeout, time, cancellation);
        }
        catch (TimeoutException)
        {
            return pending.Done.Task.IsCompletedSuccessfully; // it came in time, but this wait was not told before its own end
        }
        finally
        {
            lock (_pendingLock)
            {
                _pending.Remove(pending);
            }
        }
    }

    private sealed record Pending(NodeId Id, IPAddress Address, Func<DiscoveryMessage, ReplyStep?> Take, TaskCompletionSource<bool> Done);
}
