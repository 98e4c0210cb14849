using System.Text.Json;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>geth's and nimbus' results and prices of precompiled contracts.</summary>
public sealed class PrecompileVectorTests
{
    private const string Archive = "precompiles-opcodes.tar.gz";

    [Theory]
    [InlineData("geth/ecRecover", 0x01, Fork.Frontier)]
    [InlineData("geth/modexp", 0x05, Fork.Byzantium)]
    [InlineData("geth/modexp_eip2565", 0x05, Fork.Berlin)]
    [InlineData("geth/modexp_eip7883", 0x05, Fork.Osaka)]
    [InlineData("geth/bn256Add", 0x06, Fork.Istanbul)]
    [InlineData("geth/bn256ScalarMul", 0x07, Fork.Istanbul)]
    [InlineData("geth/bn256Pairing", 0x08, Fork.Istanbul)]
    [InlineData("geth/blake2F", 0x09, Fork.Istanbul)]
    [InlineData("nimbus/ecrecover", 0x01, Fork.Byzantium)]
    [InlineData("nimbus/sha256", 0x02, Fork.Byzantium)]
    [InlineData("nimbus/ripemd160", 0x03, Fork.Byzantium)]
    [InlineData("nimbus/identity", 0x04, Fork.Byzantium)]
    [InlineData("nimbus/modexp", 0x05, Fork.Byzantium)]
    [InlineData("nimbus/modexp_eip2565", 0x05, Fork.Berlin)]
    [InlineData("nimbus/modexp_eip7883", 0x05, Fork.Osaka)]
    [InlineData("nimbus/bn256Add", 0x06, Fork.Byzantium)]
    [InlineData("nimbus/bn256Add_istanbul", 0x06, Fork.Istanbul)]
    [InlineData("nimbus/bn256mul", 0x07, Fork.Byzantium)]
    [InlineData("nimbus/bn256mul_istanbul", 0x07, Fork.Istanbul)]
    [InlineData("nimbus/pairing", 0x08, Fork.Byzantium)]
    [InlineData("nimbus/pairing_istanbul", 0x08, Fork.Istanbul)]
    [InlineData("nimbus/blake2F", 0x09, Fork.Istanbul)]
    [InlineData("geth/pointEvaluation", 0x0a, Fork.Cancun)]
    [InlineData("geth/blsG1Add", 0x0b, Fork.Prague)]
    [InlineData("geth/blsG1Mul", 0x0c, Fork.Prague)]
    [InlineData("geth/blsG1MultiExp", 0x0c, Fork.Prague)]
    [InlineData("geth/blsG2Add", 0x0d, Fork.Prague)]
    [InlineData("geth/blsG2Mul", 0x0e, Fork.Prague)]
    [InlineData("geth/blsG2MultiExp", 0x0e, Fork.Prague)]
    [InlineData("geth/blsPairing", 0x0f, Fork.Prague)]
    [InlineData("geth/blsMapG1", 0x10, Fork.Prague)]
    [InlineData("geth/blsMapG2", 0x11, Fork.Prague)]
    [InlineData("geth/p256Verify", 0x100, Fork.Osaka)]
    public void Contract_computes_and_costs_as_elsewhere(string file, ulong number, Fork fork)
    {
        var contract = PrecompiledContracts.Of(fork).Find(Address.FromNumber(number))!;
        var root = Vectors.Json(Archive, $"precompiles/{file}.json");
        var vectors = (root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("data")).EnumerateArray().ToList();
        var output = new ReturnData();
        foreach (var vector in vectors)
        {
            var input = Hex.Decode(vector.GetProperty("Input").GetString());
            var name = vector.GetProperty("Name").GetString();

            var isSuccess = contract.Run(input, output);

            if (!vector.TryGetProperty("Expected", out _))
            {
                Assert.False(isSuccess, name); // nimbus' way to write a refusal
                continue;
            }

            Assert.True(isSuccess, name);
            Assert.Equal((name, vector.GetProperty("Expected").GetString()!.ToLowerInvariant()), (name, Convert.ToHexStringLower(output.Bytes)));
            if (vector.TryGetProperty("Gas", out var gas) && gas.GetInt64() != 0)
            {
                Assert.Equal((name, gas.GetInt64()), (name, contract.GasCost(input)));
            }
        }

        Assert.NotEmpty(vectors);
    }

    [Theory]
    [InlineData("fail-blake2f", 0x09, Fork.Istanbul)]
    [InlineData("fail-blsG1Add", 0x0b, Fork.Prague)]
    [InlineData("fail-blsG1Mul", 0x0c, Fork.Prague)]
    [InlineData("fail-blsG1MultiExp", 0x0c, Fork.Prague)]
    [InlineData("fail-blsG2Add", 0x0d, Fork.Prague)]
    [InlineData("fail-blsG2Mul", 0x0e, Fork.Prague)]
    [InlineData("fail-blsG2MultiExp", 0x0e, Fork.Prague)]
    [InlineData("fail-blsPairing", 0x0f, Fork.Prague)]
    [InlineData("fail-blsMapG1", 0x10, Fork.Prague)]
    [InlineData("fail-blsMapG2", 0x11, Fork.Prague)]
    public void Contract_refuses_what_others_refuse(string file, ulong number, Fork fork)
    {
        var contract = PrecompiledContracts.Of(fork).Find(Address.FromNumber(number))!;
        var vectors = Vectors.Json(Archive, $"precompiles/geth/{file}.json").EnumerateArray().ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.False(contract.Run(Hex.Decode(vector.GetProperty("Input").GetString()), new ReturnData())));
    }
}
