namespace PoaSidechain.Tests.TestKit.Fuzzing;

/// <summary>Makes inputs out of good ones. The same seed and number make the same input.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    private const int MostBytes = 64 * 1024;

    // Prefixes of strings and lists, at the edges of their lengths.
    private static readonly byte[] Telling = [0x00, 0x7f, 0x80, 0x81, 0xb7, 0xb8, 0xb9, 0xbb, 0xbf, 0xc0, 0xc1, 0xf7, 0xf8, 0xf9, 0xfb, 0xff];

    /// <summary>The input of a number.</summary>
    public byte[] Make(ulong seed, long number)
    {
        var chance = new Chance(seed ^ ((ulong)number * 0x9E3779B97F4A7C15));
        if (chance.Below(16) == 0)
        {
            return Random(ref chance, chance.Below(chance.Below(8) == 0 ? 4096 : 64));
        }

        var bytes = seeds[chance.Below(seeds.Count)].AsSpan().ToArray();
        if (chance.Below(32) == 0)
        {
            return bytes; // as it is: what is signed or hashed is never taken otherwise
        }

        for (var i = chance.Below(6); i >= 0; i--)
        {
            bytes = Change(bytes, ref chance);
        }

        return bytes.Length <= MostBytes ? bytes : bytes[..MostBytes];
    }

    private byte[] Change(byte[] bytes, ref Chance chance)
    {
        if (bytes.Length == 0)
        {
            return Random(ref chance, 1 + chance.Below(16));
        }

        var at = chance.Below(bytes.Length);
        var length = 1 + chance.Below(Math.Min(bytes.Length - at, 1 << chance.Below(12)));
        switch (chance.Below(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << chance.Below(8));
                return bytes;
            case 1:
                bytes[at] = Telling[chance.Below(Telling.Length)];
                return bytes;
            case 2:
                bytes[at] = (byte)chance.Below(256);
                return bytes;
            case 3:
                return bytes[..at]; // cut off
            case 4:
                return [.. bytes[..at], .. bytes[(at + length)..]]; // a part left out
            case 5:
                return [.. bytes[..(at + length)], .. bytes[at..]]; // a part twice
            case 6:
                return [.. bytes[..at], .. Random(ref chance, length & 0x3f), .. bytes[at..]];
            default:
                var other = seeds[chance.Below(seeds.Count)];
                return [.. bytes[..at], .. other[chance.Below(other.Length)..]];
        }
    }

    private static byte[] Random(ref Chance chance, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)chance.Below(256);
        }

        return bytes;
    }

    /// <summary>SplitMix64: a generator that costs nothing to start.</summary>
    private struct Chance(ulong seed)
    {
        private ulong _state = seed;

        public int Below(int bound)
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)(((z ^ (z >> 31)) >> 33) % (uint)bound);
        }
    }
}
