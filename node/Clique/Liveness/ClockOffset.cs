using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique.Liveness;

/// <summary>How far this machine's clock is from the other signers', read from when their blocks in turn arrive: those are published at their timestamp.</summary>
/// <remarks>
/// For each other signer the least offset of its newest blocks counts, because the way here only ever adds to it; the median over the signers is the answer, so
/// that no minority with wrong clocks moves it. Positive: our clock is ahead (or all blocks come late). Blocks that are fetched because this node was away come one on
/// the heels of the other and say nothing: only a block whose parent was here for half of the time between the two counts. Thread: any.
/// </remarks>
public sealed class ClockOffset
{
    /// <summary>Offset beyond which this node does not seal, unless it is set: a period, and at least this.</summary>
    public static readonly TimeSpan LeastBound = TimeSpan.FromSeconds(5);

    private const int Samples = 8;
    private const int Arrivals = 16; // newest blocks of all branches, to find a parent among
    private const int LeastWitnesses = 2; // with one other signer nobody can say whose clock is wrong
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1); // older blocks tell of syncing, not of clocks

    private readonly Lock _samplesLock = new();
    private readonly Dictionary<Address, Queue<Sample>> _samples = [];
    private readonly Queue<Arrival> _arrivals = [];
    private readonly CliqueEngine _engine;
    private readonly IBlockTree _tree;
    private readonly TimeProvider _time;
    private readonly TimeSpan _bound;

    /// <summary>Begins to listen.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="tree">The chain.</param>
    /// <param name="futureBlocks">Where blocks wait that are ahead of our clock.</param>
    /// <param name="time">Our clock.</param>
    /// <param name="bound">Offset beyond which this node does not seal; null for a period, at least five seconds.</param>
    public ClockOffset(CliqueEngine engine, IBlockTree tree, FutureBlocks futureBlocks, TimeProvider time, TimeSpan? bound = null)
    {
        (_engine, _tree, _time) = (engine, tree, time);
        var period = TimeSpan.FromSeconds(engine.Parameters.PeriodSeconds);
        _bound = bound ?? (period > LeastBound ? period : LeastBound);
        engine.SealAccepted += OnAccepted;
        futureBlocks.Ahead += OnAhead;
    }

    /// <summary>The account that seals here: its own blocks say nothing.</summary>
    public Address? Own { get; init; }

    /// <summary>The offset; null while too few signers have been heard.</summary>
    public TimeSpan? Current
    {
        get
        {
            var oldest = _time.GetUtcNow() - Lifetime;
            lock (_samplesLock)
            {
                TimeSpan[] offsets = [.. _samples.Values
                    .Select(samples => samples.Where(sample => sample.At >= oldest).Select(sample => sample.Offset).ToArray())
                    .Where(fresh => fresh.Length > 0)
                    .Select(fresh => fresh.Min())
                    .Order()];
                return offsets.Length < LeastWitnesses ? null : (offsets[(offsets.Length - 1) / 2] + offsets[offsets.Length / 2]) / 2;
            }
        }
    }

    /// <summary>True when the clock is so wrong that blocks sealed here would only hold the others up.</summary>
    public bool IsBeyondBound => Current is { } offset && offset.Duration() > _bound;

    private void OnAccepted(BlockHeader header, Address signer)
    {
        var now = _time.GetUtcNow();
        if (!IsFresh(header, now))
        {
            return;
        }

        lock (_samplesLock)
        {
            var isLive = _arrivals.Any(parent => parent.Block == header.ParentHash && now - parent.At >= TimeSpan.FromSeconds(header.Timestamp - parent.Timestamp) / 2);
            _arrivals.Enqueue(new Arrival(header.Hash, header.Timestamp, now));
            if (_arrivals.Count > Arrivals)
            {
                _arrivals.Dequeue();
            }

            // A block that waited for its time is seen again when that has come; the first sight is the measurement.
            if (isLive && !(_samples.TryGetValue(signer, out var samples) && samples.Any(sample => sample.Block == header.Hash)))
            {
                Add(header, signer, now);
            }
        }
    }

    private void OnAhead(Block block)
    {
        var head = _tree.Head;
        if (_engine.TryGetSigner(block.Header, out var signer) && _engine.GetSnapshot(head, _tree)?.IsSigner(signer) == true)
        {
            var now = _time.GetUtcNow();
            lock (_samplesLock)
            {
                if (IsFresh(block.Header, now))
                {
                    Add(block.Header, signer, now);
                }
            }
        }
    }

    private static bool IsFresh(BlockHeader header, DateTimeOffset now) => Offset(header, now).Duration() <= Freshness;

    private static TimeSpan Offset(BlockHeader header, DateTimeOffset now) => now - DateTimeOffset.FromUnixTimeSeconds((long)header.Timestamp);

    /// <summary>Only blocks in turn are published at their timestamp, and our own say nothing. Under the lock.</summary>
    private void Add(BlockHeader header, Address signer, DateTimeOffset now)
    {
        if (signer == Own || header.Difficulty != CliqueHeader.DifficultyInTurn)
        {
            return;
        }

        if (!_samples.TryGetValue(signer, out var samples))
        {
            _samples.Add(signer, samples = []);
        }

        samples.Enqueue(new Sample(header.Hash, now, Offset(header, now)));
        if (samples.Count > Samples)
        {
            samples.Dequeue();
        }
    }

    private readonly record struct Arrival(Hash256 Block, ulong Timestamp, DateTimeOffset At);

    private readonly record struct Sample(Hash256 Block, DateTimeOffset At, TimeSpan Offset);
}
