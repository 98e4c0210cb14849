using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Random values from a seed: the same in every run, so that a failure can be repeated.</summary>
public sealed class RandomValues(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public ulong UInt64() => (ulong)_random.NextInt64(long.MinValue, long.MaxValue);

    public bool Bool() => _random.Next(2) == 1;

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    public Hash256 Hash() => new(Bytes(32));

    public Address Address() => new(Bytes(20));

    /// <summary>A number of random bit length with now and then long runs of ones or zeros, where carries go wrong.</summary>
    public UInt256 UInt256()
    {
        var bytes = Bytes(32);
        var value = PoaSidechain.Primitives.UInt256.FromBigEndian(bytes) >> _random.Next(257);
        return _random.Next(8) switch
        {
            0 => value | ((PoaSidechain.Primitives.UInt256.One << _random.Next(256)) - PoaSidechain.Primitives.UInt256.One),
            1 => value & ~((PoaSidechain.Primitives.UInt256.One << _random.Next(256)) - PoaSidechain.Primitives.UInt256.One),
            2 => PoaSidechain.Primitives.UInt256.MaxValue - value,
            _ => value,
        };
    }
}
