using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Which accounts are still to come; as a note beside the draft it survives a restart: RLP [[next, last], …].</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class StateSegments
{
    private const int Count = 16;

    private readonly Lock _segmentsLock = new();
    private readonly List<StateSegment> _segments = [];

    private StateSegments()
    {
    }

    /// <summary>How much of the space of accounts is there, from 0 to 1.</summary>
    public double Done
    {
        get
        {
            lock (_segmentsLock)
            {
                var left = _segments.Where(static segment => !segment.IsDone)
                    .Sum(static segment => ((segment.Last.ToUInt256() - segment.Next.ToUInt256()) >> 224).SaturateToUInt64() / (double)uint.MaxValue);
                return 1 - Math.Min(1, left);
            }
        }
    }

    /// <summary>All accounts, or what a note says.</summary>
    public static StateSegments From(byte[]? note)
    {
        var segments = new StateSegments();
        if (note is null)
        {
            var width = (UInt256.One << 252);
            for (var i = 0; i < Count; i++)
            {
                var last = i == Count - 1 ? SnapRange.Highest : ((width * (ulong)(i + 1)) - UInt256.One).ToHash256();
                segments._segments.Add(new StateSegment((width * (ulong)i).ToHash256(), last));
            }

            return segments;
        }

        var list = new RlpReader(note).ReadList();
        while (!list.IsAtEnd)
        {
            var pair = list.ReadList();
            segments._segments.Add(new StateSegment(pair.ReadHash(), pair.ReadHash()));
        }

        return segments;
    }

    /// <summary>A segment to work on, or null when all are done or taken.</summary>
    public StateSegment? Take()
    {
        lock (_segmentsLock)
        {
            var segment = _segments.Find(static segment => !segment.IsDone && !segment.IsTaken);
            segment?.IsTaken = true;
            return segment;
        }
    }

    /// <summary>Gives a segment back, done or not.</summary>
    public void Release(StateSegment segment)
    {
        lock (_segmentsLock)
        {
            segment.IsTaken = false;
        }
    }

    /// <summary>Notes that a segment is there up to a hash.</summary>
    public void Advance(StateSegment segment, Hash256? upTo)
    {
        lock (_segmentsLock)
        {
            if (upTo is { } hash && hash < segment.Last)
            {
                segment.Next = SnapRange.After(hash);
            }
            else
            {
                segment.IsDone = true;
            }
        }
    }

    /// <summary>The note.</summary>
    public byte[] ToNote()
    {
        lock (_segmentsLock)
        {
            using var writer = new RlpWriter(2048);
            var list = writer.BeginList();
            foreach (var segment in _segments.Where(static segment => !segment.IsDone))
            {
                var pair = writer.BeginList();
                writer.Write(segment.Next);
                writer.Write(segment.Last);
                writer.EndList(pair);
            }

            writer.EndList(list);
            return writer.ToArray();
        }
    }
}
