using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Scale;

/// <summary>A pool with one waiting transaction of each of so many senders.</summary>
internal static class PoolGrowth
{
    private const ulong GasLimit = 30_000_000;

    public static async Task RunAsync(int senders, Report report)
    {
        var name = $"{senders:N0} pending senders";
        PrivateKey[] keys = [.. Enumerable.Range(0, senders).Select(i => TestKeys.Named($"bench sender {i}"))];
        var genesis = GenesisFileReader.Read(System.Text.Encoding.UTF8.GetBytes(BenchGenesis.Text([TestKeys.A.Address], GasLimit, keys)));
        await using var chain = new LocalChain(genesis, poolOptions: new PoolOptions { GlobalSlots = senders + 1 });
        var encoded = new byte[senders][];
        Parallel.For(0, senders, i => encoded[i] = Transfers.Dynamic(keys[i], 0, keys[^1].Address, tipGwei: 1 + (ulong)(i % 50), capGwei: 200).Encoded.ToArray());

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var began = Clock.Now();
        Parallel.ForEach(encoded, bytes => chain.Pool.Add(Transaction.Decode(bytes), isLocal: false));
        report.Add(ScalePart.Part, name, "into the pool", "tx/s", senders / Clock.Since(began));
        report.Add(ScalePart.Part, name, "memory of each", "bytes", (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)senders);

        List<double> build = [], seal = [];
        for (var i = 0; i < 5; i++)
        {
            chain.Clock.Advance(TimeSpan.FromSeconds(1));
            began = Clock.Now();
            chain.BuildFor(TestKeys.A, chain.Tree.Head.Timestamp + 1);
            build.Add(Clock.Since(began) * 1e3);
            began = Clock.Now();
            var transactions = (await chain.SealAsync(TestKeys.A)).Transactions.Length;
            seal.Add(Clock.Since(began) * 1e3);
            if (transactions == 0 && senders > (i + 1) * (int)(GasLimit / 21_000))
            {
                report.Fail(ScalePart.Part, name, "an empty block");
            }
        }

        report.Add(ScalePart.Part, name, "build 30M gas", "ms", [.. build]);
        report.Add(ScalePart.Part, name, "build, seal and import", "ms", [.. seal]);
    }
}
