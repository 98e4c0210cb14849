namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>A way to harm a node.</summary>
/// <param name="Name">What is done.</param>
/// <param name="IsUdp">True when it goes against discovery.</param>
/// <param name="RunAsync">One worker: goes on until cancelled; adds to the counts what it sent.</param>
internal sealed record Attack(string Name, bool IsUdp, Func<AttackTarget, Random, AttackCount, CancellationToken, Task> RunAsync)
{
    /// <summary>Runs so many workers until the time is over.</summary>
    public async Task<AttackCount> RunForAsync(AttackTarget target, int workers, int seed, TimeSpan time)
    {
        var count = new AttackCount();
        using var over = new CancellationTokenSource(time);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(i => Task.Run(() => RunAsync(target, new Random((seed * 1000) + i), count, over.Token), CancellationToken.None)));
        return count;
    }
}
