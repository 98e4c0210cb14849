using System.Security.Cryptography;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0a: whether the polynomial that a KZG commitment stands for has the value y at z (EIP-4844).</summary>
/// <remarks>
/// Input: versioned hash (32 bytes), z (32), y (32), commitment (48), proof (48). The proof π holds when e(C − y·G1, G2) = e(π, τ·G2 − z·G2),
/// where τ is the secret of the ceremony, known only as τ·G2.
/// </remarks>
internal sealed unsafe class KzgPointEvaluation : PrecompiledContract
{
    private const int InputSize = 192;
    private const byte CommitmentVersion = 0x01;
    private const int FieldElementsPerBlob = 4_096;

    private static readonly byte[] TauG2 = Hex.Decode(
        "0xb5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72"
        + "185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2");

    public override long GasCost(ReadOnlySpan<byte> input) => 50_000;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        if (input.Length != InputSize || !IsHashOf(input[..32], input[96..144]))
        {
            return false;
        }

        var z = UInt256.FromBigEndian(input[32..64]);
        var y = UInt256.FromBigEndian(input[64..96]);
        if (z >= BlsEncoding.Order || y >= BlsEncoding.Order || !Holds(input[96..144], z, y, input[144..]))
        {
            return false;
        }

        var result = output.Reserve(64);
        ((UInt256)FieldElementsPerBlob).ToHash256().Bytes.CopyTo(result);
        BlsEncoding.Order.ToHash256().Bytes.CopyTo(result[32..]);
        return true;
    }

    private static bool IsHashOf(ReadOnlySpan<byte> versionedHash, ReadOnlySpan<byte> commitment)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(commitment, hash);
        hash[0] = CommitmentVersion;
        return hash.SequenceEqual(versionedHash);
    }

    private static bool Holds(ReadOnlySpan<byte> commitment, in UInt256 z, in UInt256 y, ReadOnlySpan<byte> proof)
    {
        P1Affine c, pi;
        if (!TryReadCompressed(commitment, &c) || !TryReadCompressed(proof, &pi))
        {
            return false;
        }

        // e(C − y·G1, −G2) · e(π, τ·G2 − z·G2) = 1
        P1 left;
        Multiple<BlsG1, P1Affine, P1>(NativeBlst.GeneratorOfG1(), y, &left);
        NativeBlst.Negate(&left, 1);
        NativeBlst.Add(&left, &left, &c);
        P2 right, minusG2;
        P2Affine tau;
        fixed (byte* bytes = TauG2)
        {
            _ = NativeBlst.Uncompress(&tau, bytes);
        }

        Multiple<BlsG2, P2Affine, P2>(NativeBlst.GeneratorOfG2(), z, &right);
        NativeBlst.Negate(&right, 1);
        NativeBlst.Add(&right, &right, &tau);
        NativeBlst.FromAffine(&minusG2, NativeBlst.GeneratorOfG2());
        NativeBlst.Negate(&minusG2, 1);

        var p = stackalloc P1Affine[2];
        var q = stackalloc P2Affine[2];
        NativeBlst.ToAffine(&p[0], &left);
        p[1] = pi;
        NativeBlst.ToAffine(&q[0], &minusG2);
        NativeBlst.ToAffine(&q[1], &right);
        var count = 0;
        for (var i = 0; i < 2; i++)
        {
            if (!IsZero(&p[i], sizeof(P1Affine)) && !IsZero(&q[i], sizeof(P2Affine)))
            {
                p[count] = p[i];
                q[count++] = q[i];
            }
        }

        return BlsPairing.IsProductOne(new ReadOnlySpan<P1Affine>(p, count), new ReadOnlySpan<P2Affine>(q, count));
    }

    private static bool TryReadCompressed(ReadOnlySpan<byte> input, P1Affine* point)
    {
        fixed (byte* bytes = input)
        {
            return NativeBlst.Uncompress(point, bytes) == 0 && (IsZero(point, sizeof(P1Affine)) || NativeBlst.IsInSubgroup(point) != 0);
        }
    }

    private static void Multiple<TGroup, TAffine, TPoint>(TAffine* point, in UInt256 scalar, TPoint* result)
        where TGroup : struct, IBlsGroup<TAffine, TPoint>
        where TAffine : unmanaged
        where TPoint : unmanaged
    {
        var bytes = stackalloc byte[BlsEncoding.ScalarSize];
        BlsEncoding.WriteScalar(scalar, new Span<byte>(bytes, BlsEncoding.ScalarSize));
        TGroup.FromAffine(result, point);
        TGroup.Multiply(result, result, bytes, 255);
    }

    private static bool IsZero(void* value, int size) => !new ReadOnlySpan<byte>(value, size).ContainsAnyExcept((byte)0);
}
