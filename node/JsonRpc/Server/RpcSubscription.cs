using System.Security.Cryptography;
using System.Text;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>One client's subscription on one connection.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class RpcSubscription
{
    private readonly Lock _flowLock = new();
    private readonly RpcConnection _connection;
    private readonly Func<RpcSubscription, IDisposable> _start;
    private readonly byte[] _head;
    private IDisposable? _flow;
    private bool _isStopped;

    public RpcSubscription(RpcConnection connection, string space, Func<RpcSubscription, IDisposable> start)
    {
        _connection = connection;
        _start = start;
        Id = NewId();
        _head = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","method":"{{space}}_subscription","params":{"subscription":"{{Id}}","result":""");
    }

    /// <summary>What the client knows it by: unguessable.</summary>
    public string Id { get; }

    /// <summary>Begins to notify: after the client was told the id, so that no notification comes before it.</summary>
    public void Start()
    {
        lock (_flowLock)
        {
            if (!_isStopped)
            {
                _flow = _start(this);
            }
        }
    }

    /// <summary>Stops notifying.</summary>
    public void Stop()
    {
        lock (_flowLock)
        {
            _isStopped = true;
            _flow?.Dispose();
        }
    }

    /// <summary>Sends a result, given as JSON. A client that does not read fast enough is cut off rather than left with a hole.</summary>
    public void Notify(ReadOnlyMemory<byte> json)
    {
        var message = new PooledBuffer(sizeHint: _head.Length + json.Length + 2);
        message.Write(_head);
        message.Write(json.Span);
        message.Write("}}"u8);
        _connection.Send(message);
    }

    /// <summary>Ends the connection: notifications were lost, and the client has to begin anew.</summary>
    public void Break() => _connection.Abort();

    private static string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return Hex.Quantity(UInt256.FromBigEndian(bytes));
    }
}
