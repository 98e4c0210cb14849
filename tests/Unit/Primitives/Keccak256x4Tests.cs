using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class Keccak256x4Tests
{
    [Fact]
    public void Four_at_once_are_the_four_one_by_one()
    {
        var random = new Random(1);
        for (var round = 0; round < 1000; round++)
        {
            var blocks = random.Next(0, 6);
            var messages = Enumerable.Range(0, 4).Select(_ => new byte[(blocks * 136) + random.Next(136)]).ToArray();
            var digests = messages.Select(_ => new byte[32]).ToArray();
            Array.ForEach(messages, random.NextBytes);
            Assert.All(messages, message => Assert.Equal(blocks + 1, Keccak256x4.BlocksOf(message.Length)));

            Keccak256x4.Hash(
                new(messages[0], digests[0]), new(messages[1], digests[1]), new(messages[2], digests[2]), new(messages[3], digests[3]));

            Assert.Equal(messages.Select(message => Keccak256.Hash(message)), digests.Select(digest => new Hash256(digest)));
        }
    }
}
