using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>Nodes whose hash is not known yet, and where in their parents it belongs. Run once, deepest first.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class HashQueue(ByteArena arena)
{
    private readonly List<int> _heads = [];
    private Job[] _jobs = new Job[64];
    private int _count;

    /// <summary>Queues a node that lies in the arena and is whole but for hashes of queued nodes below it.</summary>
    /// <param name="address">Where the node is.</param>
    /// <param name="length">Its length.</param>
    /// <param name="depth">Its depth in nibbles: below all nodes that hold its hash.</param>
    /// <returns>A number for <see cref="PatchInto"/> and <see cref="Result"/>.</returns>
    public int Add(int address, int length, int depth)
    {
        if (_count == _jobs.Length)
        {
            Array.Resize(ref _jobs, _count * 2);
        }

        while (_heads.Count <= depth)
        {
            _heads.Add(-1);
        }

        _jobs[_count] = new Job { Address = address, Length = length, Next = _heads[depth] };
        _heads[depth] = _count;
        return _count++;
    }

    /// <summary>Says where the 32 bytes of a hash go.</summary>
    public void PatchInto(int job, int address) => _jobs[job].Target = address;

    /// <summary>Reserves a place for the hash of a root, which has no parent.</summary>
    public void KeepResult(int job) => _jobs[job].Target = arena.Allocate(Hash256.Size);

    /// <summary>After <see cref="Run"/>: the hash of a job.</summary>
    public Hash256 Result(int job) => new(arena.At(_jobs[job].Target, Hash256.Size));

    /// <summary>Computes all hashes. Results stay readable until <see cref="Clear"/>.</summary>
    public void Run()
    {
        for (var depth = _heads.Count - 1; depth >= 0; depth--)
        {
            for (var i = _heads[depth]; i >= 0; i = _jobs[i].Next)
            {
                ref readonly var job = ref _jobs[i];
                Keccak256.Hash(arena.At(job.Address, job.Length), arena.At(job.Target, Hash256.Size));
            }
        }
    }

    /// <summary>Empties the queue.</summary>
    public void Clear()
    {
        _heads.Clear();
        _count = 0;
    }

    private struct Job
    {
        public int Address;
        public int Length;
        public int Target;
        public int Next;
    }
}
