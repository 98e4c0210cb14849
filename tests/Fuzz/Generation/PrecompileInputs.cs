using System.Buffers.Binary;
using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>Input for precompiled contracts that gets past the checks of its form often enough.</summary>
/// <remarks>
/// Point evaluation (0x0a) is left out: the other EVM brings no trusted setup. Pairings are rare because that EVM takes tens of milliseconds for one.
/// </remarks>
internal sealed class PrecompileInputs(FuzzValues values)
{
    private const string BnPrime = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";

    private static readonly byte[][] BnPoints =
    [
        new byte[64],
        Convert.FromHexString(Word(1) + Word(2)),
        Convert.FromHexString(Word(1) + BnPrime[..^2] + "45"), // the generator's negative
        Convert.FromHexString("030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd315ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4"),
        Convert.FromHexString(BnPrime + Word(2)),
    ];

    private static readonly byte[][] BlsG1 =
    [
        new byte[128],
        Padded(
            "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
            "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"),
    ];

    private static readonly byte[][] BlsG2 =
    [
        new byte[256],
        Padded(
            "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8",
            "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e",
            "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801",
            "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"),
    ];

    // Hash, r, s, x, y of a throwaway key's signature.
    private static readonly byte[] P256Signature = Convert.FromHexString(
        "07848447af465aa820dc62cf1abb97987567c68f5f3f61d851d5383fdd9665256edd2b7b896fbcdc74593100b6736b200dcb1032909545ba95ffd1aa7e8bfb07aa6c8f8f8dade09f46befbd6828cf1c0"
        + "8830206b9d328dd7015406dcc7b1bdefdf56def3333d422c4ddb0e8f6dc837827ac776c47f5c18b2b6caf20e15779c12340259b36b44453eca5e85b23202ef7ef7a581d4162871accc3141185791aa2c");

    /// <summary>Input for the contract at an address.</summary>
    public byte[] Next(in Address contract)
    {
        var input = Sound((int)FuzzValues.ToNumber(contract).Low64);
        switch (values.Below(10))
        {
            case 0 when input.Length > 0:
                input[values.Below(input.Length)] ^= (byte)(1 << values.Below(8));
                return input;
            case 1:
                return input[..values.Below(input.Length + 1)];
            case 2:
                return [.. input, .. values.Bytes(values.Below(40))];
            default:
                return input;
        }
    }

    private byte[] Sound(int number) => number switch
    {
        0x01 => Recovery(),
        0x05 => Exponentiation(),
        0x06 => [.. values.Any(BnPoints), .. values.Any(BnPoints)],
        0x07 => [.. values.Any(BnPoints), .. values.Number().ToHash256().Bytes],
        0x08 => values.Percent(10) ? [.. values.Any(BnPoints), .. new byte[128]] : [],
        0x09 => Compression(),
        0x0b => [.. values.Any(BlsG1), .. values.Any(BlsG1)],
        0x0c => [.. values.Any(BlsG1), .. values.Number().ToHash256().Bytes],
        0x0d => [.. values.Any(BlsG2), .. values.Any(BlsG2)],
        0x0e => values.Percent(20) ? [.. values.Any(BlsG2), .. values.Number().ToHash256().Bytes] : [],
        0x0f => values.Percent(10) ? [.. values.Any(BlsG1), .. BlsG2[0]] : [],
        0x10 => values.Percent(20) ? [.. new byte[16], .. values.Bytes(48)] : [],
        0x100 => [.. P256Signature],
        _ => values.Bytes(values.Below(200)),
    };

    private byte[] Recovery()
    {
        var hash = new Hash256(values.Bytes(32));
        var signature = values.Any(FuzzWorld.Users).Sign(hash);
        return [.. hash.Bytes, .. ((UInt256)(27 + signature.YParity)).ToHash256().Bytes, .. signature.R.ToHash256().Bytes, .. signature.S.ToHash256().Bytes];
    }

    private byte[] Exponentiation()
    {
        var lengths = new[] { values.Below(70), values.Below(50), values.Below(70) };
        return
        [
            .. lengths.SelectMany(length => (values.Percent(2) ? values.Number() : length).ToHash256().ToArray()),
            .. lengths.SelectMany(values.Bytes),
        ];
    }

    private byte[] Compression()
    {
        var input = values.Bytes(213);
        BinaryPrimitives.WriteInt32BigEndian(input, values.Below(30));
        input[212] = (byte)values.Below(values.Percent(90) ? 2 : 256);
        return input;
    }

    private static byte[] Padded(params string[] fields) => [.. fields.SelectMany(field => Convert.FromHexString(new string('0', 32) + field))];

    private static string Word(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
