using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>A stream of transfers from one account, nonce after nonce, to a node that can be changed on the way.</summary>
internal sealed class TransferLoad : IAsyncDisposable
{
    private readonly TimeSpan _pause;
    private readonly PrivateKey _sender;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly List<string> _sent = [];
    private readonly Task _running;
    private NodeProcess _target;

    /// <summary>Begins to send.</summary>
    /// <param name="sender">Whose coins.</param>
    /// <param name="target">To which node.</param>
    /// <param name="pause">Time between two; 20 ms unless said otherwise.</param>
    public TransferLoad(PrivateKey sender, NodeProcess target, TimeSpan? pause = null)
    {
        _pause = pause ?? TimeSpan.FromMilliseconds(20);
        _sender = sender;
        _target = target;
        _running = RunAsync();
    }

    /// <summary>Sends to another node from now on; when this returns, no request to the former one is under way.</summary>
    public async Task SwitchToAsync(NodeProcess target)
    {
        await _sending.WaitAsync();
        _target = target;
        _sending.Release();
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>The hashes of everything that a node accepted.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        return _sent;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default); // a fault was told by StopAsync, or the test failed before
        _stopping.Dispose();
        _sending.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await _sending.WaitAsync();
            try
            {
                var transfer = Transfers.Dynamic(_sender, (ulong)_sent.Count, Address.FromNumber(0xcafe));
                await _target.Rpc.AskAsync("eth_sendRawTransaction", Hex.Encode(transfer.Encoded.Span));
                _sent.Add(transfer.Hash.ToString());
            }
            finally
            {
                _sending.Release();
            }

            await Task.Delay(_pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
