using System.Net;
using System.Net.Sockets;

namespace PoaSidechain.Devnet.Links;

/// <summary>The line between two nodes: one dials it, it dials the other, and it lets through what it is told to.</summary>
internal sealed class LinkProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _stateLock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly Task _accepting;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LinkState _state;

    /// <summary>An open line.</summary>
    /// <param name="target">Loopback port of the node that is dialled.</param>
    public LinkProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that the other node dials.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it lets through from now on.</summary>
    public LinkState State
    {
        get => _state;
        set
        {
            TaskCompletionSource changed;
            lock (_stateLock)
            {
                _state = value;
                (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                if (value == LinkState.Refused)
                {
                    Array.ForEach(_sockets.ToArray(), static socket => socket.Dispose());
                }
            }

            changed.SetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        lock (_stateLock)
        {
            Array.ForEach(_sockets.ToArray(), static socket => socket.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var dialler = await _listener.AcceptSocketAsync(_stop.Token);
                _ = CarryAsync(dialler); // ends with its sockets, at the latest when this is disposed
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }

    private async Task CarryAsync(Socket dialler)
    {
        var dialled = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            lock (_stateLock)
            {
                if (_state == LinkState.Refused)
                {
                    return;
                }

                _sockets.Add(dialler);
                _sockets.Add(dialled);
            }

            await dialled.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(PumpAsync(dialler, dialled, LinkState.DiallerUnheard), PumpAsync(dialled, dialler, LinkState.DialledUnheard));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the dialled node does not listen, or the link was cut meanwhile
        }
        finally
        {
            dialler.Dispose();
            dialled.Dispose();
            lock (_stateLock)
            {
                _sockets.Remove(dialler);
                _sockets.Remove(dialled);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, LinkState unheard)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count && count > 0)
            {
                await WaitUntilHeardAsync(unheard);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // one side is gone; so is the connection
        }
    }

    private async Task WaitUntilHeardAsync(LinkState unheard)
    {
        while (true)
        {
            Task changed;
            lock (_stateLock)
            {
                if (_state != LinkState.Silent && _state != unheard)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(_stop.Token);
        }
    }
}
