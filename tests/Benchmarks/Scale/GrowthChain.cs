using System.Globalization;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Scale;

/// <summary>
/// A chain whose state grows to so many accounts, by a contract that pays a wei to one address after another; at each size some blocks of
/// transfers to random accounts follow. Files are kept between runs.
/// </summary>
internal sealed class GrowthChain(IReadOnlyList<int> sizes)
{
    public const int TouchBlocks = 20;
    public const int TouchTransfers = 1_000; // a block

    private const ulong GasLimit = 500_000_000;
    private const int AccountsPerBlock = 6_500; // less than half of the gas, so that the base fee falls
    private const ulong FirstAccount = 1UL << 40;
    private const int Senders = 100;

    private static readonly Address Payer = Address.FromNumber(0xfa11);

    // (start, end): while (start != end) { call(gas 0, start, value 1); start++ }
    private static readonly byte[] PayerCode = Hex.Decode("0x6000355b8060203514601e5760008080806001856000f1506001016003565b00");

    private readonly PrivateKey[] _keys = [.. Enumerable.Range(0, Senders).Select(i => TestKeys.Named($"bench sender {i}"))];
    private readonly ulong[] _nonces = new ulong[Senders];

    public string Genesis { get; } = WorkFolder.Kept("genesis-growth.json");

    public static string GrowthTo(int size) => WorkFolder.Kept(string.Create(CultureInfo.InvariantCulture, $"grow-{size}.rlp"));

    public static string TouchAt(int size) => WorkFolder.Kept(string.Create(CultureInfo.InvariantCulture, $"touch-{size}.rlp"));

    /// <summary>Makes the files that are not there.</summary>
    public async Task MakeAsync()
    {
        var payer = $"\"{Payer}\":{{\"balance\":\"{TestGenesis.Funds}\",\"code\":\"{Hex.Encode(PayerCode)}\"}}";
        await File.WriteAllTextAsync(Genesis, BenchGenesis.Text([TestKeys.A.Address], GasLimit, _keys, payer));
        if (sizes.All(size => File.Exists(TouchAt(size))))
        {
            return;
        }

        var folder = WorkFolder.Scratch();
        using (var store = LevelDbStore.Open(new StorageOptions { Directory = Path.Combine(folder, "chain") }))
        {
            await using var chain = new LocalChain(GenesisFileReader.Read(await File.ReadAllBytesAsync(Genesis)), store);
            var made = 0;
            foreach (var size in sizes)
            {
                await WriteAsync(GrowthTo(size), chain, Grow(made, size).Select(transaction => new[] { transaction }));
                await WriteAsync(TouchAt(size), chain, Touch(size));
                made = size;
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteAsync(string path, LocalChain chain, IEnumerable<Transaction[]> blocks)
    {
        await using (var file = new BufferedStream(File.Create(path + ".new"), 1 << 20))
        {
            foreach (var transactions in blocks)
            {
                foreach (var transaction in transactions)
                {
                    if (chain.Pool.Add(transaction, isLocal: true) is { IsAccepted: false } verdict)
                    {
                        throw new InvalidOperationException(verdict.ToString());
                    }
                }

                var block = await chain.SealAsync(TestKeys.A);
                if (block.Transactions.Length != transactions.Length)
                {
                    throw new InvalidOperationException($"Block {block.Number} has {block.Transactions.Length} of {transactions.Length} transactions.");
                }

                await file.WriteAsync(block.Encode());
            }
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private IEnumerable<Transaction> Grow(int from, int to)
    {
        for (var start = from; start < to; start += AccountsPerBlock)
        {
            var input = new byte[64];
            (FirstAccount + (UInt256)(ulong)start).WriteBigEndian(input);
            (FirstAccount + (UInt256)(ulong)Math.Min(start + AccountsPerBlock, to)).WriteBigEndian(input.AsSpan(32));
            yield return Transfers.Call(_keys[0], _nonces[0]++, Payer, input, GasLimit / 2);
        }
    }

    private IEnumerable<Transaction[]> Touch(int size)
    {
        for (var block = 0; block < TouchBlocks; block++)
        {
            var transactions = new Transaction[TouchTransfers];
            Parallel.For(0, Senders, sender =>
            {
                for (var i = sender; i < TouchTransfers; i += Senders)
                {
                    var account = FirstAccount + (ulong)HashOf(size, i + (TouchTransfers * block));
                    transactions[i] = Transfers.Dynamic(_keys[sender], _nonces[sender]++, Address.FromNumber(account), capGwei: 200);
                }
            });
            yield return transactions;
        }
    }

    /// <summary>Some account below a size, the same each time.</summary>
    private static int HashOf(int size, int index) => (int)((ulong)(uint)index * 0x9E3779B97F4A7C15 % (ulong)size);
}
