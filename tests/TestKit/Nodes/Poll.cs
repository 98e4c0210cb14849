
namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>Waits for what other processes bring about.</summary>
public static class Poll
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes; a <see cref="TimeoutException"/> when the time is over.</summary>
    /// <param name="condition">The question.</param>
    /// <param name="within">Time for it to come true.</param>
    /// <param name="describe">What is known when it did not; made only then.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> describe)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > within)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds} s: {describe()}");
            }

            await Task.Delay(Step, TimeProvider.System);
        }
    }
}
