using System.Security.Cryptography;
using PoaSidechain.Evm.Precompiles;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>The fast ways of precompiled contracts against their slow twins.</summary>
public sealed class NativePrecompileTests
{
    [Fact]
    public void Blake2_rounds_of_columns_are_those_of_words()
    {
        var random = new Random(152);
        for (uint rounds = 0; rounds < 45; rounds++)
        {
            ulong[] state = [.. Enumerable.Range(0, 16).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
            ulong[] message = [.. Enumerable.Range(0, 16).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
            ulong[] expected = [.. state];

            Blake2Rounds.MixWords(rounds, expected, message);
            Blake2Rounds.Mix(rounds, state, message);

            Assert.Equal(expected, state);
        }
    }

    [Fact]
    public void P256_signatures_are_valid_for_libcrypto_when_they_are_for_the_platform()
    {
        Assert.SkipUnless(NativeP256.IsAvailable, "libcrypto is not there");
        var random = new Random(7951);
        var valid = 0;
        for (var i = 0; i < 300; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var hash = new byte[32];
            random.NextBytes(hash);
            var point = key.ExportParameters(false).Q;
            byte[][] words = [hash, .. key.SignHash(hash).Chunk(32), point.X!, point.Y!];
            if (i % 3 > 0)
            {
                Spoil(words[random.Next(words.Length)], random);
            }

            var expected = P256Verify.IsValidByPlatform(words[0], (byte[])[.. words[1], .. words[2]], words[3], words[4]);

            Assert.Equal(expected, NativeP256.Verify(words[0], words[1], words[2], words[3], words[4]));
            valid += expected ? 1 : 0;
        }

        Assert.InRange(valid, 100, 200);
    }

    private static void Spoil(byte[] word, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                word.AsSpan().Clear();
                break;
            case 1:
                word.AsSpan().Fill(0xff);
                break;
            default:
                word[random.Next(word.Length)] ^= (byte)(1 << random.Next(8));
                break;
        }
    }
}
