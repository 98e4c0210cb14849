using System.Text;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Seal;

/// <summary>From transactions as they come off the wire, through the pool, to a sealed block on disk; and how long one block takes to build.</summary>
internal static class SealPart
{
    public const string Part = "seal";
    private const int Senders = 2_000;
    private const int Million = 1_000_000;
    private const ulong TransferGas = 21_000;
    private const int WarmingBlocks = 40; // not measured: a node that seals has been compiled for long
    private const int Warming = 500;      // transfers of each

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        foreach (var gasLimit in options.Quick ? [30 * Million] : (int[])[30 * Million, 100 * Million, 500 * Million])
        {
            await MeasureAsync((ulong)gasLimit, options, report);
        }

        await FourSigners.RunAsync(options.Quick ? 2_500 : 10_000, report);
    }

    private static async Task MeasureAsync(ulong gasLimit, BenchmarkOptions options, Report report)
    {
        var name = $"transfers, {gasLimit / Million}M gas";
        var folder = WorkFolder.Scratch();
        PrivateKey[] keys = [.. Enumerable.Range(0, Senders).Select(i => TestKeys.Named($"bench sender {i}"))];
        var genesis = GenesisFileReader.Read(Encoding.UTF8.GetBytes(BenchGenesis.Text([TestKeys.A.Address], gasLimit, keys)));
        using var store = LevelDbStore.Open(new StorageOptions { Directory = Path.Combine(folder, "chain") });
        await using (var chain = new LocalChain(genesis, store))
        {
            var nonces = new ulong[Senders];
            for (var i = 0; i < WarmingBlocks; i++)
            {
                Offer(chain, Sign(keys, nonces, Warming));
                await chain.SealAsync(TestKeys.A);
            }

            List<double> pool = [], build = [], rest = [], whole = [];
            var count = (int)(gasLimit / TransferGas);
            for (var run = 0; run < Math.Max(2, options.Runs); run++)
            {
                var encoded = Sign(keys, nonces, count);
                var began = Clock.Now();
                Offer(chain, encoded);
                pool.Add(count / Clock.Since(began));

                var timestamp = chain.Tree.Head.Timestamp + 1;
                chain.Clock.Advance(TimeSpan.FromSeconds(1));
                began = Clock.Now();
                var built = chain.BuildFor(TestKeys.A, timestamp);
                build.Add(Clock.Since(began) * 1e3);
                var result = await chain.Importer.ImportSealedAsync(LocalChain.SealBlock(built, TestKeys.A), built, CancellationToken.None);
                var all = Clock.Since(began);
                rest.Add((all * 1e3) - build[^1]);
                whole.Add(built.Body.Transactions.Length / all);
                if (built.Body.Transactions.Length < count - 1 || !result.Verdict.IsValid)
                {
                    report.Fail(Part, name, $"{built.Body.Transactions.Length} of {count} transactions, {result.Verdict}");
                    return;
                }
            }

            report.Add(Part, name, "into the pool", "tx/s", [.. pool]);
            report.Add(Part, name, "pool to sealed block", "tx/s", [.. whole]);
            report.Add(Part, name, "build", "ms", [.. build]);
            report.Add(Part, name, "seal and store", "ms", [.. rest]);
        }

        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Decodes and adds on all cores, as peers' sessions and RPC requests do.</summary>
    private static void Offer(LocalChain chain, byte[][] encoded) => Parallel.ForEach(encoded, bytes =>
    {
        if (chain.Pool.Add(Transaction.Decode(bytes), isLocal: false) is { IsAccepted: false } verdict)
        {
            throw new InvalidOperationException(verdict.ToString());
        }
    });

    private static byte[][] Sign(PrivateKey[] keys, ulong[] nonces, int count)
    {
        var encoded = new byte[count][];
        Parallel.For(0, Math.Min(count, Senders), sender =>
        {
            for (var i = sender; i < count; i += Senders)
            {
                encoded[i] = Transfers.Dynamic(keys[sender], nonces[sender]++, keys[(i * 7) % Senders].Address, capGwei: 200).Encoded.ToArray();
            }
        });
        return encoded;
    }
}
