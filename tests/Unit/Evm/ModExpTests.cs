using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class ModExpTests
{
    [Fact]
    public void Library_and_fallback_agree()
    {
        Assert.True(NativeGmp.IsAvailable, "libgmp10 is not installed");
        var random = new RandomValues(5);
        for (var i = 0; i < 2_000; i++)
        {
            var number = random.Bytes(random.Next(80));
            var exponent = random.Bytes(random.Next(20));
            var modulus = random.Bytes(1 + random.Next(80));
            if (random.Bool())
            {
                modulus[^1] &= 0xfe; // even ones are another path in both
            }

            if (modulus.All(b => b == 0))
            {
                continue;
            }

            var byLibrary = new byte[modulus.Length];
            var byFallback = new byte[modulus.Length];

            ModExp.PowerByGmp(Limbs(number), Limbs(exponent), Limbs(modulus), byLibrary);
            ModExp.PowerByBigInteger(Limbs(number), Limbs(exponent), Limbs(modulus), byFallback);

            Assert.Equal(byFallback, byLibrary);
        }
    }

    [Theory]
    [InlineData("", "", 0)]                                    // no input: nothing
    [InlineData("00 00 01", "", 1)]                            // modulus beyond the input is 0: a zero
    [InlineData("01 01 01", "03 02", 1)]
    [InlineData("01 01 00", "03 02", 0)]
    [InlineData("00 01 01", "02 05", 1)]                       // 0² modulo 5
    [InlineData("00 00 01", "05", 1, "01")]                    // 0⁰ = 1
    [InlineData("01 00 01", "00 05", 1, "01")]
    [InlineData("01 01 01", "03 02 01", 1)]                    // modulo 1
    [InlineData("01 01 02", "03 02 0500", 2, "0009")]
    [InlineData("01 01 20", "03 02 80", 32, "0000000000000000000000000000000000000000000000000000000000000009")] // zeros on the right
    public void Lengths_and_missing_input_are_as_in_the_eip(string lengths, string numbers, int outputLength, string? expected = null)
    {
        byte[] input = [.. Hex.Decode(lengths.Replace(" ", "")).SelectMany(length => ((UInt256)(ulong)length).ToHash256().ToArray()), .. Hex.Decode(numbers.Replace(" ", ""))];
        var output = new ReturnData();

        Assert.True(PrecompiledContracts.Of(Fork.Osaka).Find(Address.FromNumber(5))!.Run(input, output));
        Assert.Equal(expected ?? new string('0', outputLength * 2), Convert.ToHexStringLower(output.Bytes));
    }

    [Fact]
    public void Lengths_that_no_gas_pays_have_a_price_that_no_gas_pays()
    {
        var input = new byte[96];
        input.AsSpan(0, 32).Fill(0xff);

        Assert.InRange(PrecompiledContracts.Of(Fork.Berlin).Find(Address.FromNumber(5))!.GasCost(input), 1L << 60, long.MaxValue / 2);
        Assert.False(PrecompiledContracts.Of(Fork.Osaka).Find(Address.FromNumber(5))!.Run(input, new ReturnData())); // EIP-7823
    }

    private static ReadOnlySpan<ulong> Limbs(byte[] bytes) => ModExp.Limbs(bytes, 0, (ulong)bytes.Length);
}
