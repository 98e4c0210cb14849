using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>The precompiled contracts on inputs that keep them busy: microseconds a call, and gas a second by their own price.</summary>
internal static class PrecompileCases
{
    private const int Kilobyte = 1024;

    private const string G1 =
        "0000000000000000000000000000000000000000000000000000000000000001" + "0000000000000000000000000000000000000000000000000000000000000002";

    private const string MinusG1 =
        "0000000000000000000000000000000000000000000000000000000000000001" + "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45";

    private const string G2 =
        "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2" + "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed" +
        "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b" + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";

    public static void Run(int runs, Report report)
    {
        foreach (var (number, name, input, calls) in Cases())
        {
            var contract = PrecompiledContracts.Of(Fork.Osaka).Find(Address.FromNumber(number))!;
            var output = new ReturnData();
            if (!contract.Run(input, output))
            {
                report.Fail(EvmPart.Part, "precompile " + name, "refuses its input");
                continue;
            }

            var seconds = Clock.LeastOf(runs, () =>
            {
                for (var i = 0; i < calls; i++)
                {
                    contract.Run(input, output);
                }
            }) / calls;
            report.Add(EvmPart.Part, "precompile " + name, "call", "us", seconds * 1e6);
            report.Add(EvmPart.Part, "precompile " + name, "gas", "Mgas/s", contract.GasCost(input) / 1e6 / seconds);
        }
    }

    private static IEnumerable<(ulong Number, string Name, byte[] Input, int Calls)> Cases()
    {
        var bytes = new byte[Kilobyte];
        new Random(1).NextBytes(bytes);
        yield return (1, "ecrecover", Recovery(), 200);
        yield return (2, "sha256 1 kB", bytes, 1_000);
        yield return (3, "ripemd160 1 kB", bytes, 1_000);
        yield return (4, "identity 1 kB", bytes, 10_000);
        yield return (5, "modexp 256 bytes", ModExp(bytes), 20);
        yield return (6, "bn254 add", Hex.Decode(G1 + G1), 1_000);
        yield return (7, "bn254 multiply", Hex.Decode(G1 + new string('f', 64)), 100);
        yield return (8, "bn254 pairing of 2", Hex.Decode(G1 + G2 + MinusG1 + G2), 10);
        yield return (9, "blake2f 10,000 rounds", Blake(10_000), 10);
    }

    private static byte[] Recovery()
    {
        var hash = Keccak256.Hash([1]);
        var signature = new byte[Signature.Size];
        TestKeys.A.Sign(hash).CopyTo(signature);
        return [.. hash.Bytes, .. new byte[31], (byte)(27 + signature[64]), .. signature[..64]];
    }

    private static byte[] ModExp(byte[] random)
    {
        var length = new byte[32];
        length[30] = 1; // 256
        random[767] |= 1;
        return [.. length, .. length, .. length, .. random[..768]];
    }

    private static byte[] Blake(int rounds)
    {
        var input = new byte[213];
        (input[1], input[2], input[3]) = ((byte)(rounds >> 16), (byte)(rounds >> 8), (byte)rounds);
        return input;
    }
}
