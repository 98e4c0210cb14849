namespace PoaSidechain.JsonRpc.Server;

/// <summary>The time that a message's calls may take together. Costs nothing until a call asks for it.</summary>
internal sealed class CallClock(TimeSpan timeout, TimeProvider time, CancellationToken client) : IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private CancellationTokenSource? _timer;
    private CancellationTokenSource? _either;

    /// <summary>Ends when the client has gone.</summary>
    public CancellationToken Client => client;

    /// <summary>True when the message has had its time, and the client still waits.</summary>
    public bool IsTimeUp => !client.IsCancellationRequested && time.GetElapsedTime(_began) >= timeout;

    /// <summary>Ends when the client has gone or the time is up.</summary>
    public CancellationToken Start()
    {
        if (_either is null)
        {
            var left = timeout - time.GetElapsedTime(_began);
            _timer = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, client);
        }

        return _either.Token;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either?.Dispose();
        _timer?.Dispose();
    }
}
