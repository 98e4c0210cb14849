using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>Matches answers to requests by request id (eth/66, EIP-2481).</summary>
/// <remarks>Thread: any. An answer that nobody waits for is not even decoded.</remarks>
internal sealed class PendingRequests
{
    /// <summary>Answers may come after their time-out; so many of them in a row are no accident any more.</summary>
    private const int MaxUnrequested = 64;

    private readonly Lock _pendingLock = new();
    private readonly Dictionary<ulong, PendingRequest> _pending = [];
    private ulong _lastId;
    private int _unrequested;
    private volatile bool _isClosed;

    /// <summary>True once the session is over.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Number of requests that wait: one whose answer is being decoded still does.</summary>
    public int Count
    {
        get
        {
            lock (_pendingLock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Registers a request and gives it an id; false when the session is over.</summary>
    public bool TryAdd(PendingRequest request, out ulong id)
    {
        lock (_pendingLock)
        {
            id = ++_lastId;
            if (_isClosed)
            {
                return false;
            }

            _pending.Add(id, request);
            return true;
        }
    }

    /// <summary>Gives up on a request.</summary>
    public void Remove(ulong id)
    {
        lock (_pendingLock)
        {
            _pending.Remove(id);
        }
    }

    /// <summary>Takes an answer to whoever waits for it. Thread: one at a time.</summary>
    public void Answer(int code, ReadOnlySpan<byte> payload)
    {
        var id = EthCodec.DecodeRequestId(payload, out var content);
        PendingRequest? request;
        lock (_pendingLock)
        {
            if (_pending.TryGetValue(id, out request) && request.ResponseCode == code)
            {
                _unrequested = 0;
            }
            else
            {
                request = null;
                _unrequested++;
            }
        }

        if (request is not null)
        {
            Answer(id, request, ref content);
        }
        else if (_unrequested > MaxUnrequested)
        {
            throw new WireException(PeerFault.UnrequestedResponse, $"{_unrequested} answers that nobody asked for");
        }
    }

    /// <summary>Ends all waits: the session is over.</summary>
    public void Close()
    {
        PendingRequest[] abandoned;
        lock (_pendingLock)
        {
            _isClosed = true;
            abandoned = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var request in abandoned)
        {
            request.Abandon();
        }
    }

    private void Answer(ulong id, PendingRequest request, ref RlpReader content)
    {
        try
        {
            request.Answer(ref content);
            content.ExpectEnd();
        }
        finally
        {
            request.Abandon(); // without effect after an answer; after an exception whoever waits goes on at once, and the session ends
            Remove(id); // last: who sees no request in flight may rely on every answer having been handed over
        }
    }
}
