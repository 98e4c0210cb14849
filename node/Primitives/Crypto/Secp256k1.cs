using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>Signatures and key agreement over secp256k1, by bitcoin-core's library (constant time).</summary>
/// <remarks>Thread: any. Public keys are 64 bytes, x || y, as Ethereum and devp2p use them.</remarks>
public static unsafe class Secp256k1
{
    /// <summary>The group order n.</summary>
    public static UInt256 Order { get; } = UInt256.Parse("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <summary>n / 2: the largest s that EIP-2 lets into transactions.</summary>
    public static UInt256 HalfOrder { get; } = UInt256.Parse("0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /// <summary>The last 20 bytes of Keccak-256 of a public key.</summary>
    public static Address AddressOf(ReadOnlySpan<byte> publicKey) => new(Keccak256.Hash(publicKey).Bytes[12..]);

    /// <summary>The address whose key made a signature; false when none did (r or s out of range, or no such point).</summary>
    /// <remarks>Accepts any s below n: EIP-2 is the caller's rule, and Clique seals may have a high s.</remarks>
    [SkipLocalsInit]
    public static bool TryRecoverAddress(in Hash256 hash, in Signature signature, out Address address)
    {
        Span<byte> publicKey = stackalloc byte[64];
        if (!TryRecover(hash, signature, publicKey))
        {
            address = default;
            return false;
        }

        address = AddressOf(publicKey);
        return true;
    }

    /// <summary>The public key (64 bytes) that made a signature; false when none did.</summary>
    [SkipLocalsInit]
    public static bool TryRecover(in Hash256 hash, in Signature signature, Span<byte> publicKey)
    {
        if (signature.YParity > 3)
        {
            return false;
        }

        var context = NativeSecp256k1.Context;
        var compact = stackalloc byte[64];
        signature.R.WriteBigEndian(new Span<byte>(compact, 32));
        signature.S.WriteBigEndian(new Span<byte>(compact + 32, 32));
        var parsed = stackalloc byte[NativeSecp256k1.RecoverableSignatureSize];
        var key = stackalloc byte[NativeSecp256k1.PublicKeySize];
        fixed (byte* message = hash.Bytes)
        {
            return NativeSecp256k1.RecoverableParse(context, parsed, compact, signature.YParity) == 1
                && NativeSecp256k1.Recover(context, key, parsed, message) == 1
                && Serialize(key, publicKey);
        }
    }

    /// <summary>Signs a 32-byte hash: deterministic nonce (RFC 6979), s at most n/2.</summary>
    public static Signature Sign(in Hash256 hash, PrivateKey key)
    {
        var context = NativeSecp256k1.Context;
        var parsed = stackalloc byte[NativeSecp256k1.RecoverableSignatureSize];
        var compact = stackalloc byte[64];
        int recoveryId;
        fixed (byte* message = hash.Bytes)
        fixed (byte* secret = key.Secret)
        {
            if (NativeSecp256k1.SignRecoverable(context, parsed, message, secret, IntPtr.Zero, IntPtr.Zero) != 1)
            {
                throw new InvalidOperationException("Signing failed.");
            }
        }

        _ = NativeSecp256k1.RecoverableSerialize(context, compact, &recoveryId, parsed);
        return new Signature(
            UInt256.FromBigEndian(new ReadOnlySpan<byte>(compact, 32)),
            UInt256.FromBigEndian(new ReadOnlySpan<byte>(compact + 32, 32)),
            (byte)recoveryId);
    }

    /// <summary>True when the signature (r || s, 64 bytes, low s) was made by the public key (64 bytes).</summary>
    public static bool Verify(in Hash256 hash, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        var parsed = stackalloc byte[64];
        var key = stackalloc byte[NativeSecp256k1.PublicKeySize];
        fixed (byte* message = hash.Bytes)
        fixed (byte* compact = signature)
        {
            return signature.Length == 64
                && Parse(publicKey, key)
                && NativeSecp256k1.SignatureParse(NativeSecp256k1.Context, parsed, compact) == 1
                && NativeSecp256k1.Verify(NativeSecp256k1.Context, parsed, message, key) == 1;
        }
    }

    /// <summary>The x coordinate (32 bytes) of secret * public key, without any hashing, as ECIES in devp2p has it; false for a bad key.</summary>
    public static bool TryEcdh(PrivateKey key, ReadOnlySpan<byte> publicKey, Span<byte> sharedX)
    {
        var parsed = stackalloc byte[NativeSecp256k1.PublicKeySize];
        var x = stackalloc byte[32];
        if (!Parse(publicKey, parsed))
        {
            return false;
        }

        fixed (byte* secret = key.Secret)
        {
            if (NativeSecp256k1.Ecdh(NativeSecp256k1.Context, x, parsed, secret, &CopyX, null) != 1)
            {
                return false;
            }
        }

        new ReadOnlySpan<byte>(x, 32).CopyTo(sharedX);
        return true;
    }

    /// <summary>Writes the 33-byte compressed form of a public key (64 bytes); false for a point not on the curve.</summary>
    public static bool TryCompress(ReadOnlySpan<byte> publicKey, Span<byte> compressed)
    {
        var parsed = stackalloc byte[NativeSecp256k1.PublicKeySize];
        if (!Parse(publicKey, parsed))
        {
            return false;
        }

        nuint length = 33;
        fixed (byte* output = compressed[..33])
        {
            return NativeSecp256k1.PublicKeySerialize(NativeSecp256k1.Context, output, &length, parsed, NativeSecp256k1.Compressed) == 1;
        }
    }

    /// <summary>Writes the 64-byte form of a compressed (33) or prefixed uncompressed (65 bytes) public key; false for a bad one.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> encoded, Span<byte> publicKey)
    {
        var parsed = stackalloc byte[NativeSecp256k1.PublicKeySize];
        fixed (byte* input = encoded)
        {
            var isKnownForm = encoded.Length == 33 || (encoded.Length == 65 && encoded[0] == 4); // the library takes OpenSSL's hybrid form too
            return isKnownForm
                && NativeSecp256k1.PublicKeyParse(NativeSecp256k1.Context, parsed, input, (nuint)encoded.Length) == 1
                && Serialize(parsed, publicKey);
        }
    }

    /// <summary>The public key (64 bytes) of a secret; false when the secret is no valid key.</summary>
    internal static bool TryGetPublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey)
    {
        var key = stackalloc byte[NativeSecp256k1.PublicKeySize];
        fixed (byte* input = secret)
        {
            return NativeSecp256k1.SecretKeyVerify(NativeSecp256k1.Context, input) == 1
                && NativeSecp256k1.PublicKeyCreate(NativeSecp256k1.Context, key, input) == 1
                && Serialize(key, publicKey);
        }
    }

    private static bool Parse(ReadOnlySpan<byte> publicKey, byte* parsed)
    {
        if (publicKey.Length != 64)
        {
            return false;
        }

        var prefixed = stackalloc byte[65];
        prefixed[0] = 4;
        publicKey.CopyTo(new Span<byte>(prefixed + 1, 64));
        return NativeSecp256k1.PublicKeyParse(NativeSecp256k1.Context, parsed, prefixed, 65) == 1;
    }

    private static bool Serialize(byte* key, Span<byte> publicKey)
    {
        var prefixed = stackalloc byte[65];
        nuint length = 65;
        if (NativeSecp256k1.PublicKeySerialize(NativeSecp256k1.Context, prefixed, &length, key, NativeSecp256k1.Uncompressed) != 1)
        {
            return false;
        }

        new ReadOnlySpan<byte>(prefixed + 1, 64).CopyTo(publicKey);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CopyX(byte* output, byte* x, byte* y, void* data)
    {
        new ReadOnlySpan<byte>(x, 32).CopyTo(new Span<byte>(output, 32));
        return 1;
    }
}
