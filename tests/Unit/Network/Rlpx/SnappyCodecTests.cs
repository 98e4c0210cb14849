using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Rlpx;

/// <summary>Compressed payloads that claim more than they hold.</summary>
public sealed class SnappyCodecTests
{
    private const int Limit = 10 * 1024 * 1024;

    [Fact]
    public void A_claimed_length_that_so_few_bytes_cannot_stand_for_allocates_nothing()
    {
        byte[] claim = [0xff, 0xff, 0xff, 0x04, 0, 1, 2, 3]; // 10 MiB - 1
        SnappyCodec.TryDecompress(claim, Limit, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var fault = SnappyCodec.TryDecompress(claim, Limit, out var data);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
        Assert.Equal(PeerFault.InvalidCompression, fault);
        Assert.Empty(data);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65)]
    [InlineData(100_000)]
    [InlineData(Limit)]
    public void What_compresses_best_still_goes_through(int bytes)
    {
        var compressed = SnappyCodec.Compress(new byte[bytes]);

        Assert.Equal(PeerFault.None, SnappyCodec.TryDecompress(compressed, Limit, out var data));
        Assert.Equal(bytes, data.Length);
    }
}
