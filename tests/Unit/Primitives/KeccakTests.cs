using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class KeccakTests
{
    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("testing", "0x5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02")]
    [InlineData("The quick brown fox jumps over the lazy dog", "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Gives_known_digests(string text, string digest)
    {
        Assert.Equal(digest, Keccak256.Hash(Encoding.UTF8.GetBytes(text)).ToString());
    }

    [Fact]
    public void Constants_are_those_of_the_yellow_paper()
    {
        Assert.Equal("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Keccak256.OfEmptyString.ToString());
        Assert.Equal("0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347", Keccak256.OfEmptyList.ToString());
        Assert.Equal("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421", Keccak256.OfEmptyTrie.ToString());
    }

    [Fact]
    public void Agrees_with_ethers_on_516_pairs()
    {
        var pairs = Vectors.Json("crypto-accounts.tar.gz", "accounts/ethers/hashes.json.gz").EnumerateArray().ToList();
        foreach (var pair in pairs)
        {
            var data = Hex.Decode(pair.GetProperty("data").GetString());
            Assert.Equal(pair.GetProperty("keccak256").GetString(), Keccak256.Hash(data).ToString());
        }

        Assert.Equal(516, pairs.Count);
    }

    [Fact]
    public void Permutation_passes_the_official_SHA3_256_answers()
    {
        var packed = Vectors.Read("crypto-accounts.tar.gz", "crypto/keccak-kat-geth/").Single().Content;
        using var unpacked = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(unpacked);
        var checkedCount = 0;
        foreach (var answer in document.RootElement.GetProperty("kats").GetProperty("SHA3-256").EnumerateArray())
        {
            var bits = answer.GetProperty("length").GetInt32();
            if (bits % 8 == 0)
            {
                var message = Hex.Decode(answer.GetProperty("message").GetString()).AsSpan(0, bits / 8);
                Assert.Equal(answer.GetProperty("digest").GetString(), Sha3(message), ignoreCase: true);
                checkedCount++;
            }
        }

        Assert.True(checkedCount > 100);
    }

    [Fact]
    public void A_hasher_fed_in_pieces_gives_the_digest_of_the_whole()
    {
        var data = new RandomValues(1).Bytes(2_000);
        foreach (var length in Enumerable.Range(0, 420).Append(135 * 3).Append(1_087).Append(1_088).Append(1_089).Append(2_000))
        {
            var whole = Keccak256.Hash(data.AsSpan(0, length));
            foreach (var piece in new[] { 1, 7, 64, 135, 136, 137, 2_000 })
            {
                var hasher = new KeccakHasher();
                for (var at = 0; at < length; at += piece)
                {
                    hasher.Update(data.AsSpan(at, Math.Min(piece, length - at)));
                }

                Assert.Equal(whole, hasher.Digest());
            }
        }
    }

    [Fact]
    public void Reading_a_digest_does_not_disturb_the_hasher()
    {
        var data = new RandomValues(2).Bytes(500);
        var hasher = new KeccakHasher();
        for (var i = 0; i < data.Length; i++)
        {
            Assert.Equal(Keccak256.Hash(data.AsSpan(0, i)), hasher.Digest());
            hasher.Update(data.AsSpan(i, 1));
        }
    }

    [Fact]
    public void Input_and_output_may_overlap()
    {
        var data = new RandomValues(3).Bytes(200);
        var expected = Keccak256.Hash(data);

        Keccak256.Hash(data, data);

        Assert.Equal(expected, new Hash256(data.AsSpan(0, 32)));
    }

    [Fact]
    public void Both_forms_of_the_permutation_agree()
    {
        var random = new RandomValues(11);
        Span<ulong> vectors = stackalloc ulong[25];
        Span<ulong> scalars = stackalloc ulong[25];
        for (var i = 0; i < 200; i++)
        {
            var lane = random.UInt64();
            vectors[i % 25] ^= lane;
            scalars[i % 25] ^= lane;

            KeccakF1600.Permute(vectors); // the same form twice where there is no AVX-512
            KeccakF1600.PermuteScalar(scalars);

            Assert.True(vectors.SequenceEqual(scalars));
        }
    }

    /// <summary>SHA3-256 differs from Keccak-256 in the padding byte only.</summary>
    private static string Sha3(ReadOnlySpan<byte> message)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        var block = new byte[Keccak256.Rate];
        while (message.Length >= block.Length)
        {
            Keccak256.Absorb(state, message[..block.Length]);
            KeccakF1600.Permute(state);
            message = message[block.Length..];
        }

        message.CopyTo(block);
        block[message.Length] = 0x06;
        block[^1] |= 0x80;
        Keccak256.Absorb(state, block);
        KeccakF1600.Permute(state);
        var digest = new byte[32];
        Keccak256.Squeeze(state, digest);
        return Convert.ToHexString(digest);
    }
}
