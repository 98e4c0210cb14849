using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class Secp256k1Tests
{
    [Fact]
    public void What_is_signed_is_recovered_and_verified()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 300; i++)
        {
            using var key = new PrivateKey(random.Bytes(32));
            var hash = random.Hash();
            var signature = key.Sign(hash);
            var publicKey = new byte[64];

            Assert.True(signature.S <= Secp256k1.HalfOrder);
            Assert.True(signature.YParity <= 1);
            Assert.True(Secp256k1.TryRecover(hash, signature, publicKey));
            Assert.Equal(key.PublicKey.ToArray(), publicKey);
            Assert.True(Secp256k1.TryRecoverAddress(hash, signature, out var address));
            Assert.Equal(key.Address, address);
            Assert.True(Secp256k1.Verify(hash, signature.ToArray().AsSpan(0, 64), publicKey));
            Assert.False(Secp256k1.Verify(random.Hash(), signature.ToArray().AsSpan(0, 64), publicKey));
        }
    }

    [Fact]
    public void Signing_is_deterministic()
    {
        var hash = Keccak256.Hash("message"u8);

        Assert.Equal(TestKeys.A.Sign(hash), TestKeys.A.Sign(hash));
        Assert.NotEqual(TestKeys.A.Sign(hash), TestKeys.B.Sign(hash));
    }

    [Fact]
    public void A_seal_with_high_s_recovers_to_the_same_signer()
    {
        var hash = Keccak256.Hash("header"u8);
        var low = TestKeys.A.Sign(hash);
        var high = new Signature(low.R, Secp256k1.Order - low.S, (byte)(1 - low.YParity));

        Assert.True(Secp256k1.TryRecoverAddress(hash, high, out var signer));
        Assert.Equal(TestKeys.A.Address, signer);
    }

    [Fact]
    public void Signatures_out_of_range_recover_to_nobody()
    {
        var hash = Keccak256.Hash("header"u8);
        var good = TestKeys.A.Sign(hash);
        Signature[] bad =
        [
            default,
            good with { R = UInt256.Zero },
            good with { S = UInt256.Zero },
            good with { R = Secp256k1.Order },
            good with { S = Secp256k1.Order },
            good with { R = UInt256.MaxValue },
            good with { YParity = 2 },
            good with { YParity = 27 },
            good with { YParity = 255 },
        ];
        foreach (var signature in bad)
        {
            Assert.False(Secp256k1.TryRecoverAddress(hash, signature, out var address));
            Assert.Equal(Address.Zero, address);
        }
    }

    [Fact]
    public void Orders_are_n_and_half_of_it()
    {
        Assert.Equal(Secp256k1.Order >> 1, Secp256k1.HalfOrder);
    }

    [Fact]
    public void Both_sides_agree_on_a_shared_point()
    {
        var random = new RandomValues(2);
        for (var i = 0; i < 100; i++)
        {
            using var a = new PrivateKey(random.Bytes(32));
            using var b = new PrivateKey(random.Bytes(32));
            var (x, y) = (new byte[32], new byte[32]);

            Assert.True(Secp256k1.TryEcdh(a, b.PublicKey.Span, x));
            Assert.True(Secp256k1.TryEcdh(b, a.PublicKey.Span, y));
            Assert.Equal(x, y);
        }
    }

    [Fact]
    public void A_shared_point_has_the_x_of_the_product()
    {
        var (one, two, x) = (new byte[32], new byte[32], new byte[32]);
        (one[31], two[31]) = (1, 2);
        using var unit = new PrivateKey(one);
        using var twice = new PrivateKey(two);

        Assert.True(Secp256k1.TryEcdh(unit, twice.PublicKey.Span, x));
        Assert.Equal("0xc6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5", Hex.Encode(x));
        Assert.Equal(twice.PublicKey[..32].ToArray(), x);
    }

    [Fact]
    public void Compression_goes_there_and_back()
    {
        var random = new RandomValues(3);
        for (var i = 0; i < 100; i++)
        {
            using var key = new PrivateKey(random.Bytes(32));
            var (compressed, publicKey) = (new byte[33], new byte[64]);

            Assert.True(Secp256k1.TryCompress(key.PublicKey.Span, compressed));
            Assert.True(Secp256k1.TryDecompress(compressed, publicKey));
            Assert.Equal(key.PublicKey.ToArray(), publicKey);
            Assert.True(Secp256k1.TryDecompress([4, .. publicKey], publicKey));
            Assert.Equal(key.PublicKey.ToArray(), publicKey);
        }
    }

    [Fact]
    public void Encodings_that_are_no_point_are_refused()
    {
        var good = TestKeys.A.PublicKey.ToArray();
        var parity = (byte)(6 + (good[63] & 1));
        byte[][] bad =
        [
            [],
            [4],
            new byte[33],
            new byte[65],
            good,
            [parity, .. good],
            [5, .. good],
            [4, .. good[..63], (byte)(good[63] ^ 1)],
            [2, .. UInt256.MaxValue.ToHash256().ToArray()],
        ];
        foreach (var encoded in bad)
        {
            Assert.False(Secp256k1.TryDecompress(encoded, new byte[64]), Hex.Encode(encoded));
        }

        Assert.False(Secp256k1.TryCompress(new byte[64], new byte[33]));
        Assert.False(Secp256k1.TryCompress(new byte[63], new byte[33]));
        Assert.False(Secp256k1.TryEcdh(TestKeys.A, new byte[64], new byte[32]));
        Assert.False(Secp256k1.Verify(Hash256.Zero, new byte[63], good));
    }

    [Fact]
    public void A_private_key_is_a_number_from_1_below_the_order()
    {
        var order = Secp256k1.Order.ToHash256().ToArray();
        Assert.Throws<ArgumentException>(() => new PrivateKey(new byte[32]));
        Assert.Throws<ArgumentException>(() => new PrivateKey(order));
        Assert.Throws<ArgumentException>(() => new PrivateKey(UInt256.MaxValue.ToHash256().ToArray()));
        Assert.Throws<ArgumentException>(() => new PrivateKey(new byte[31]));
        order[31]--;
        using var largest = new PrivateKey(order);
        Assert.NotEqual(Address.Zero, largest.Address);
    }

    [Fact]
    public void A_private_key_neither_shows_nor_outlives_its_secret()
    {
        var key = PrivateKey.Generate();
        var secret = new byte[32];
        key.CopySecretTo(secret);

        Assert.DoesNotContain(Convert.ToHexString(secret), key.ToString(), StringComparison.OrdinalIgnoreCase);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(Hash256.Zero));
        Assert.Throws<ObjectDisposedException>(() => key.CopySecretTo(secret));
    }

    [Fact]
    public void Addresses_are_those_of_the_official_key_test()
    {
        foreach (var vector in Vectors.Json("basic.tar.gz", "basic/BasicTests/keyaddrtest.json").EnumerateArray())
        {
            using var key = new PrivateKey(Hex.Decode(vector.GetProperty("key").GetString()));
            Assert.Equal("0x" + vector.GetProperty("addr").GetString(), key.Address.ToString());
        }
    }

    [Fact]
    public void Signature_forms_go_there_and_back()
    {
        var signature = TestKeys.C.Sign(Keccak256.Hash("x"u8));
        var bytes = signature.ToArray();

        Assert.Equal(signature, Signature.FromBytes(bytes));
        Assert.Equal(65, bytes.Length);
        var compact = signature.ToCompactArray();
        Assert.Equal(64, compact.Length);
        Assert.Equal(signature.YParity, compact[32] >> 7);
    }
}
