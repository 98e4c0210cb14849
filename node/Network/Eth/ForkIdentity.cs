using System.Buffers.Binary;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Eth;

/// <summary>The fork ids of a chain (EIP-2124, EIP-6122): ours at a head, and which others fit it.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class ForkIdentity
{
    /// <summary>Frontier's time: a next fork above it is a timestamp, one below a block number.</summary>
    private const ulong FirstTimestamp = 1438269973;

    private readonly ulong[] _forks; // block numbers, then times, each once, without those that the genesis block is past already
    private readonly int _blockForks;
    private readonly uint[] _hashes; // after genesis, and after each fork

    public ForkIdentity(ChainSpec spec, BlockHeader genesis)
    {
        var blocks = Distinct(spec.BlockForks.Select(fork => fork.Block).Concat(spec.OtherForkBlocks).Append(spec.Eip155Block.GetValueOrDefault()), 0);
        var times = Distinct(spec.TimeForks.Select(fork => fork.Time).Concat(spec.OtherForkTimes), genesis.Timestamp);
        _forks = [.. blocks, .. times];
        _blockForks = blocks.Length;
        _hashes = new uint[_forks.Length + 1];
        _hashes[0] = Crc32(0, genesis.Hash.Bytes);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < _forks.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, _forks[i]);
            _hashes[i + 1] = Crc32(_hashes[i], bytes);
        }
    }

    /// <summary>The fork id at a head.</summary>
    public ForkId At(BlockHeader head)
    {
        var passed = CountPassed(head);
        return new ForkId(_hashes[passed], passed < _forks.Length ? _forks[passed] : 0);
    }

    /// <summary>True when a node with this fork id may be on our chain, ahead of us or behind.</summary>
    public bool IsCompatible(ForkId theirs, BlockHeader head)
    {
        var passed = CountPassed(head);
        var at = Array.IndexOf(_hashes, theirs.Hash);
        if (at < 0)
        {
            return false; // another chain, or a fork in its past that we do not know
        }

        if (at == passed)
        {
            // In the same state; a fork that they expect and that we have passed without it is one that we do not know.
            var expectsPassed = theirs.Next > 0 && (head.Number >= theirs.Next || (theirs.Next > FirstTimestamp && head.Timestamp >= theirs.Next));
            return !expectsPassed;
        }

        return at > passed || theirs.Next == _forks[at]; // ahead of us; or behind us, and then it must know what comes next
    }

    private int CountPassed(BlockHeader head)
    {
        var passed = 0;
        while (passed < _forks.Length && _forks[passed] <= (passed < _blockForks ? head.Number : head.Timestamp))
        {
            passed++;
        }

        return passed;
    }

    private static ulong[] Distinct(IEnumerable<ulong> forks, ulong past) => [.. forks.Where(fork => fork > past).Distinct().Order()];

    /// <summary>CRC-32 (IEEE), continued from an earlier value.</summary>
    private static uint Crc32(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xedb88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
