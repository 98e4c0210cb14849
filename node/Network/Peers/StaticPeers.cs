namespace PoaSidechain.Network.Peers;

/// <summary>Keeps up connections to chosen nodes: one loop for each, with growing, jittered pauses while it fails.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class StaticPeers(NetworkOptions options, PeerTable table, Dialler dialler, BackgroundTasks tasks, PeerServices services)
{
    /// <summary>A session that lasted so long was a good one: the next failure counts as the first.</summary>
    private static readonly TimeSpan GoodSession = TimeSpan.FromSeconds(10);

    private readonly Lock _loopsLock = new();
    private readonly Dictionary<NodeId, CancellationTokenSource> _loops = [];

    /// <summary>True when the node is kept connected.</summary>
    public bool Contains(NodeId id)
    {
        lock (_loopsLock)
        {
            return _loops.ContainsKey(id);
        }
    }

    /// <summary>Keeps a node connected from now on; false when it is already.</summary>
    public bool Add(Enode node)
    {
        var loop = CancellationTokenSource.CreateLinkedTokenSource(tasks.Stopping);
        lock (_loopsLock)
        {
            if (!_loops.TryAdd(node.Id, loop))
            {
                loop.Dispose();
                return false;
            }
        }

        tasks.Start("static peer", _ => KeepAsync(node, loop));
        return true;
    }

    /// <summary>Lets a node go; a session that there is goes on until somebody ends it.</summary>
    public bool Remove(NodeId id)
    {
        lock (_loopsLock)
        {
            if (!_loops.Remove(id, out var loop))
            {
                return false;
            }

            loop.Cancel();
            return true;
        }
    }

    private async Task KeepAsync(Enode node, CancellationTokenSource loop)
    {
        var cancellation = loop.Token;
        try
        {
            for (var failures = 0; ;)
            {
                var started = services.Time.GetTimestamp();
                await dialler.DialAsync(node, cancellation);
                await table.WaitUntilGoneAsync(node.Id, cancellation); // it may have dialled us meanwhile
                failures = services.Time.GetElapsedTime(started) >= GoodSession ? 0 : failures + 1;
                await Task.Delay(Pause(failures), services.Time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Removed, or the node stops.
        }
        finally
        {
            Forget(node.Id, loop);
        }
    }

    private void Forget(NodeId id, CancellationTokenSource loop)
    {
        lock (_loopsLock)
        {
            if (_loops.TryGetValue(id, out var current) && current == loop)
            {
                _loops.Remove(id);
            }

            loop.Dispose();
        }
    }

    private TimeSpan Pause(int failures)
    {
        var doubled = options.RedialDelay * Math.Pow(2, Math.Min(failures, 16));
        return services.Dice.Jitter(doubled < options.MaxRedialDelay ? doubled : options.MaxRedialDelay);
    }
}
