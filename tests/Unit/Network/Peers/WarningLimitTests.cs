using PoaSidechain.Network.Peers;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Peers;

/// <summary>A flood of bans in the log.</summary>
public sealed class WarningLimitTests
{
    [Fact]
    public void So_many_are_told_in_a_minute_and_again_in_the_next()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var limit = new WarningLimit(time);

        Assert.Equal(WarningLimit.PerMinute, Enumerable.Range(0, 1000).Count(_ => limit.TryTell()));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(WarningLimit.PerMinute, Enumerable.Range(0, 1000).Count(_ => limit.TryTell()));
    }
}
