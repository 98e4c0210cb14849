using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>Random values of a case, those at the edges more often than chance has them.</summary>
internal sealed class FuzzValues(int seed)
{
    private static readonly UInt256[] Edges =
    [
        0, 1, 2, 31, 32, 33, 255, 256, 257, 0x7fff_ffff, 0xffff_ffff, 0x1_0000_0000, ulong.MaxValue >> 1, ulong.MaxValue,
        UInt256.One << 64, UInt256.One << 128, UInt256.One << 160, UInt256.One << 255, (UInt256.One << 255) - UInt256.One, UInt256.MaxValue - UInt256.One,
        UInt256.MaxValue,
    ];

    private readonly RandomValues _random = new(seed);

    public int Below(int count) => _random.Next(count);

    /// <summary>True in so many of a hundred.</summary>
    public bool Percent(int chance) => _random.Next(100) < chance;

    public T Any<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    public byte[] Bytes(int length) => _random.Bytes(length);

    public UInt256 Number() => _random.Next(10) switch
    {
        < 3 => Any(Edges),
        < 6 => _random.Next(300),
        < 9 => _random.UInt256(),
        _ => ToNumber(Any(FuzzWorld.All)),
    };

    /// <summary>A place in memory or data: near most of the time, seldom beyond what gas can pay for.</summary>
    public UInt256 Offset() => _random.Next(40) switch
    {
        0 => Any(Edges),
        1 => _random.Next(20_000),
        _ => _random.Next(4) * 32 + (Percent(30) ? _random.Next(32) : 0),
    };

    public UInt256 Size() => _random.Next(40) switch
    {
        0 => Any(Edges),
        1 => _random.Next(5_000),
        < 10 => 0,
        _ => _random.Next(100),
    };

    public static UInt256 ToNumber(in Address address) => UInt256.FromBigEndian(address.Bytes);
}
