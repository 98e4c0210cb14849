using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Import;

/// <summary>What the machine can do of the work that importing cannot avoid: no importer is faster than these.</summary>
/// <param name="RecoveriesPerSecond">secp256k1 recoveries on all cores together.</param>
/// <param name="KeccakBytesPerSecond">Of 544-byte messages, four at a time, on one core.</param>
/// <param name="DurableBytesPerSecond">Through LevelDB, 1 MiB batches of 100-byte values, each waiting for the disk.</param>
internal sealed record MachineLimits(double RecoveriesPerSecond, double KeccakBytesPerSecond, double DurableBytesPerSecond)
{
    private const int MessageLength = 544;

    public static MachineLimits Measure(Report report, int runs)
    {
        double[] recoveries = [.. Enumerable.Range(0, runs).Select(_ => Recoveries())];
        double[] keccak = [.. Enumerable.Range(0, runs).Select(_ => Keccak())];
        double[] durable = [.. Enumerable.Range(0, runs).Select(_ => DurableWrites())];
        report.Add("import", "limit", "recoveries, all cores", "1/s", recoveries);
        report.Add("import", "limit", "keccak, one core", "MB/s", [.. keccak.Select(value => value / 1e6)]);
        report.Add("import", "limit", "durable batches", "MB/s", [.. durable.Select(value => value / 1e6)]);
        return new MachineLimits(recoveries.Max(), keccak.Max(), durable.Max());
    }

    private static double Recoveries()
    {
        const int Count = 20_000;
        var hash = Keccak256.Hash([1]);
        var signature = TestKeys.A.Sign(hash);
        var began = Clock.Now();
        Parallel.For(0, Count, _ => Secp256k1.TryRecoverAddress(hash, signature, out var _));
        return Count / Clock.Since(began);
    }

    private static double Keccak()
    {
        const int Count = 100_000;
        var message = new byte[4 * MessageLength];
        var digests = new byte[4 * Hash256.Size];
        var began = Clock.Thread();
        for (var i = 0; i < Count; i++)
        {
            Keccak256x4.Hash(Lane(message, digests, 0), Lane(message, digests, 1), Lane(message, digests, 2), Lane(message, digests, 3));
        }

        return Count * 4.0 * MessageLength / (Clock.Thread() - began);
    }

    private static Keccak256x4.Job Lane(byte[] messages, byte[] digests, int lane) =>
        new(messages.AsSpan(lane * MessageLength, MessageLength), digests.AsSpan(lane * Hash256.Size, Hash256.Size));

    private static double DurableWrites()
    {
        const int Batches = 48;
        const int Entries = 8_000;
        var folder = WorkFolder.Scratch();
        var key = new byte[33];
        var value = new byte[100];
        var random = new Random(1);
        using var store = LevelDbStore.Open(new StorageOptions { Directory = Path.Combine(folder, "limit") });
        var began = Clock.Now();
        for (var i = 0; i < Batches; i++)
        {
            using var batch = store.CreateBatch();
            for (var j = 0; j < Entries; j++)
            {
                random.NextBytes(key);
                batch.Put(key, value);
            }

            store.Write(batch, durable: true);
        }

        var seconds = Clock.Since(began);
        store.Dispose();
        Directory.Delete(folder, recursive: true);
        return Batches * Entries * (double)(key.Length + value.Length) / seconds;
    }
}
