namespace PoaSidechain.JsonRpc.Server;

/// <summary>Does something once, when it is over.</summary>
internal sealed class Ending(Action action) : IDisposable
{
    private Action? _action = action;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
}
