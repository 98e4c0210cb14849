using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives.Crypto;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class MappingKeyCacheTests
{
    [Fact]
    public void What_is_remembered_is_the_hash_also_when_places_are_shared()
    {
        var cache = new MappingKeyCache();
        var random = new Random(64);
        var inputs = Enumerable.Range(0, 5_000).Select(_ => new byte[MappingKeyCache.InputSize]).ToArray();
        foreach (var input in inputs.Skip(1)) // the first is all zeros, as an empty place is
        {
            random.NextBytes(input.AsSpan(random.Next(MappingKeyCache.InputSize)));
        }

        for (var i = 0; i < 20_000; i++)
        {
            var input = inputs[i < 10 ? 0 : random.Next(1 + random.Next(inputs.Length))];

            Assert.Equal(Keccak256.Hash(input), cache.Hash(input));
        }
    }
}
