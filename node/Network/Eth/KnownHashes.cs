using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Eth;

/// <summary>What a peer is known to have: the newest so many hashes, the oldest forgotten first.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class KnownHashes(int capacity)
{
    private readonly Lock _hashesLock = new();
    private readonly HashSet<Hash256> _hashes = [];
    private readonly Queue<Hash256> _order = new();

    /// <summary>Remembers a hash; true when it was new.</summary>
    public bool Add(in Hash256 hash)
    {
        lock (_hashesLock)
        {
            if (!_hashes.Add(hash))
            {
                return false;
            }

            _order.Enqueue(hash);
            if (_order.Count > capacity)
            {
                _hashes.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    /// <summary>True when the hash is remembered.</summary>
    public bool Contains(in Hash256 hash)
    {
        lock (_hashesLock)
        {
            return _hashes.Contains(hash);
        }
    }
}
