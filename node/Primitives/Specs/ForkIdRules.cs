using System.Buffers.Binary;

namespace PoaSidechain.Primitives.Specs;

/// <summary>Fork ids of one chain: ours at any head, and the judgement of others' (EIP-2124, EIP-6122). Thread: any; immutable.</summary>
public sealed class ForkIdRules
{
    private const uint Polynomial = 0xedb88320; // CRC-32 of IEEE 802.3, bits reversed

    private readonly ulong[] _forks;     // numbers, then times, each rising and without repetition
    private readonly int _blockForks;    // how many of them are numbers
    private readonly uint[] _hashes;     // after 0, 1, 2 … forks

    /// <summary>From the chain's rules and its genesis block.</summary>
    public ForkIdRules(ChainSpec spec, in Hash256 genesisHash, ulong genesisTime)
    {
        var numbers = spec.BlockForks.Select(fork => fork.Block).Concat(spec.OtherForkBlocks);
        numbers = spec.Eip155Block is { } eip155 ? numbers.Append(eip155) : numbers;
        var times = spec.TimeForks.Select(fork => fork.Time).Concat(spec.OtherForkTimes);
        ulong[] blockForks = [.. numbers.Where(number => number > 0).Distinct().Order()];
        _blockForks = blockForks.Length;
        _forks = [.. blockForks, .. times.Where(time => time > genesisTime).Distinct().Order()];
        _hashes = new uint[_forks.Length + 1];
        _hashes[0] = ~Update(uint.MaxValue, genesisHash.Bytes);
        for (var i = 0; i < _forks.Length; i++)
        {
            _hashes[i + 1] = Append(_hashes[i], _forks[i]);
        }
    }

    /// <summary>Our id when the head is at a number and time.</summary>
    public ForkId At(ulong headNumber, ulong headTime)
    {
        var passed = Passed(headNumber, headTime);
        return new ForkId(_hashes[passed], passed < _forks.Length ? _forks[passed] : 0);
    }

    /// <summary>Judges another node's id when our head is at a number and time.</summary>
    public ForkIdVerdict Validate(ForkId remote, ulong headNumber, ulong headTime)
    {
        const ulong firstTime = 1_438_269_973; // a larger number cannot be a block's: it is a time after Ethereum's first block
        var passed = Passed(headNumber, headTime);
        if (remote.Hash == _hashes[passed])
        {
            var isTimeNext = remote.Next > firstTime || (passed >= _blockForks && passed < _forks.Length);
            var head = isTimeNext ? headTime : headNumber;
            return remote.Next > 0 && head >= remote.Next ? ForkIdVerdict.LocalIncompatibleOrStale : ForkIdVerdict.Compatible;
        }

        var known = Array.IndexOf(_hashes, remote.Hash);
        return known < 0 ? ForkIdVerdict.LocalIncompatibleOrStale // another chain
            : known > passed || _forks[known] == remote.Next ? ForkIdVerdict.Compatible // ahead of us on our way, or behind and knowing the way
            : ForkIdVerdict.RemoteStale;
    }

    /// <summary>The hash after one more fork.</summary>
    internal static uint Append(uint hash, ulong fork)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, fork);
        return ~Update(~hash, bytes);
    }

    private int Passed(ulong headNumber, ulong headTime)
    {
        var passed = 0;
        while (passed < _forks.Length && (passed < _blockForks ? headNumber : headTime) >= _forks[passed])
        {
            passed++;
        }

        return passed;
    }

    private static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            state ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ (Polynomial & (0 - (state & 1)));
            }
        }

        return state;
    }
}
