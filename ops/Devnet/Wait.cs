using PoaSidechain.Checkpointer.Chains;

namespace PoaSidechain.Devnet;

/// <summary>Waiting for something that another process brings about: asked again and again, up to a deadline.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>What a question is answered with at last; null means not yet. An endpoint that cannot be reached yet counts as not yet.</summary>
    public static async Task<T> ForAsync<T>(string what, TimeSpan limit, Func<Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        var last = "";
        while (TimeProvider.System.GetElapsedTime(start) < limit)
        {
            try
            {
                if (await ask() is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception e) when (e is RpcUnavailableException or RpcException)
            {
                last = $" (last answer: {e.Message})";
            }

            await Task.Delay(Pause, cancellationToken);
        }

        throw new DevnetException($"This did not come within {limit.TotalSeconds:0} s: {what}{last}");
    }

    public static Task UntilAsync(string what, TimeSpan limit, Func<Task<bool>> holds, CancellationToken cancellationToken) =>
        ForAsync(what, limit, async () => await holds() ? "yes" : null, cancellationToken);
}
