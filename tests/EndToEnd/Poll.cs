using Xunit;
using Xunit.Sdk;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Poll
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes; fails the test when the time is over.</summary>
    /// <param name="condition">The question.</param>
    /// <param name="within">Time for it to come true.</param>
    /// <param name="describe">What is known when it did not; made only then.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> describe)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > within)
            {
                throw new XunitException($"Not within {within.TotalSeconds} s: {describe()}");
            }

            await Task.Delay(Step, TimeProvider.System, cancellation);
        }
    }
}
