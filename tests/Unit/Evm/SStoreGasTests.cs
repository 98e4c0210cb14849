using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>The tables of examples in EIP-1283, EIP-2200 and EIP-3529: code that writes slot 0 two or three times, gas used, refund.</summary>
public sealed class SStoreGasTests
{
    private const string TwoWrites = "60{0}60005560{1}600055";
    private const string ThreeWrites = "60{0}60005560{1}60005560{2}600055";

    [Theory]
    [InlineData(0, new[] { 0, 0 }, 412, 0, 1612, 0, 212, 0)]
    [InlineData(0, new[] { 0, 1 }, 20212, 0, 20812, 0, 20112, 0)]
    [InlineData(0, new[] { 1, 0 }, 20212, 19800, 20812, 19200, 20112, 19900)]
    [InlineData(0, new[] { 1, 2 }, 20212, 0, 20812, 0, 20112, 0)]
    [InlineData(0, new[] { 1, 1 }, 20212, 0, 20812, 0, 20112, 0)]
    [InlineData(1, new[] { 0, 0 }, 5212, 15000, 5812, 15000, 3012, 4800)]
    [InlineData(1, new[] { 0, 1 }, 5212, 4800, 5812, 4200, 3012, 2800)]
    [InlineData(1, new[] { 0, 2 }, 5212, 0, 5812, 0, 3012, 0)]
    [InlineData(1, new[] { 2, 0 }, 5212, 15000, 5812, 15000, 3012, 4800)]
    [InlineData(1, new[] { 2, 3 }, 5212, 0, 5812, 0, 3012, 0)]
    [InlineData(1, new[] { 2, 1 }, 5212, 4800, 5812, 4200, 3012, 2800)]
    [InlineData(1, new[] { 2, 2 }, 5212, 0, 5812, 0, 3012, 0)]
    [InlineData(1, new[] { 1, 0 }, 5212, 15000, 5812, 15000, 3012, 4800)]
    [InlineData(1, new[] { 1, 2 }, 5212, 0, 5812, 0, 3012, 0)]
    [InlineData(1, new[] { 1, 1 }, 412, 0, 1612, 0, 212, 0)]
    [InlineData(0, new[] { 1, 0, 1 }, 40218, 19800, 40818, 19200, 40118, 19900)]
    [InlineData(1, new[] { 0, 1, 0 }, 10218, 19800, 10818, 19200, 5918, 7600)]
    public void Net_metering_is_as_in_the_tables(
        int original, int[] writes, long gas1283, long refund1283, long gas2200, long refund2200, long gas3529, long refund3529)
    {
        Assert.Equal((gas1283, refund1283), Measure(Fork.Constantinople, original, writes));
        Assert.Equal((gas2200, refund2200), Measure(Fork.Istanbul, original, writes));
        Assert.Equal((gas3529, refund3529), Measure(Fork.London, original, writes));
    }

    [Theory]
    [InlineData(Fork.Frontier)]
    [InlineData(Fork.Byzantium)]
    [InlineData(Fork.Petersburg)]
    public void Plain_metering_looks_at_the_present_value_only(Fork fork)
    {
        Assert.Equal((5_000 + 5_000 + 12, 0), Measure(fork, 0, [0, 0]));
        Assert.Equal((20_000 + 5_000 + 12, 15_000), Measure(fork, 0, [1, 0]));
        Assert.Equal((5_000 + 20_000 + 12, 15_000), Measure(fork, 1, [0, 1]));
        Assert.Equal((5_000 + 5_000 + 12, 0), Measure(fork, 1, [1, 2]));
    }

    /// <summary>Gas and refund, the slot being warm already where that matters (the tables of EIP-3529 assume it).</summary>
    private static (long Gas, long Refund) Measure(Fork fork, int original, int[] writes)
    {
        var template = writes.Length == 2 ? TwoWrites : ThreeWrites;
        var code = Hex.Decode(string.Format(template, [.. writes.Select(write => (object)$"{write:x2}")]));
        var machine = new TestMachine(fork).With(TestMachine.Contract, storage: [(0, original)]);
        var warmUp = fork >= Fork.Berlin ? Hex.Decode("60005450") : [];
        var warmUpGas = fork >= Fork.Berlin ? 3 + 2_100 + 2 : 0;

        var result = machine.Run([.. warmUp, .. code]);

        Assert.Equal(EvmError.None, result.Error);
        return (TestMachine.PlentyOfGas - result.GasLeft - warmUpGas, machine.World.Refund);
    }
}
