using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>Nodes whose hash is not known yet, and where in their parents it belongs. Run once, deepest first.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class HashQueue(ByteArena arena)
{
    /// <summary>A branch of a state or storage trie takes up to four blocks; what is longer is hashed alone.</summary>
    private const int SizeClasses = 5;

    /// <summary>For each depth and number of blocks the newest job; each job leads to the one before it.</summary>
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

        while (_heads.Count < (depth + 1) * SizeClasses)
        {
            _heads.Add(-1);
        }

        var list = (depth * SizeClasses) + Math.Min(Keccak256x4.BlocksOf(length), SizeClasses) - 1;
        _jobs[_count] = new Job { Address = address, Length = length, Next = _heads[list] };
        _heads[list] = _count;
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
        for (var list = _heads.Count - 1; list >= 0; list--)
        {
            var next = _heads[list];
            if (Keccak256x4.IsSupported && (list + 1) % SizeClasses != 0)
            {
                next = RunByFours(next);
            }

            for (; next >= 0; next = _jobs[next].Next)
            {
                ref readonly var job = ref _jobs[next];
                Keccak256.Hash(arena.At(job.Address, job.Length), arena.At(job.Target, Hash256.Size));
            }
        }
    }

    /// <summary>Hashes four jobs of equal size at a time; answers the first of fewer than four that are left.</summary>
    private int RunByFours(int first)
    {
        while (first >= 0
            && _jobs[first].Next is >= 0 and var second
            && _jobs[second].Next is >= 0 and var third
            && _jobs[third].Next is >= 0 and var fourth)
        {
            Keccak256x4.Hash(ToHash(first), ToHash(second), ToHash(third), ToHash(fourth));
            first = _jobs[fourth].Next;
        }

        return first;
    }

    private Keccak256x4.Job ToHash(int index) =>
        new(arena.At(_jobs[index].Address, _jobs[index].Length), arena.At(_jobs[index].Target, Hash256.Size));

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
