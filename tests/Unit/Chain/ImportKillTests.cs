using System.Diagnostics;
using System.IO.Pipes;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Store;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.Unit.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.Chain;

/// <summary>A process that imports blocks, branches that replace each other among them, is killed at any moment, again and again on one database.</summary>
public sealed class ImportKillTests : IDisposable
{
    private const string FolderVariable = "POA_TEST_KILL_FOLDER";
    private const string PipeVariable = "POA_TEST_KILL_PIPE";
    private const int Rounds = 20;

    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.D];
    private static readonly GenesisFile Genesis = TestGenesis.London(Signers, funded: [TestKeys.C.Address]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_importer_leaves_a_whole_chain_up_to_a_consistent_head()
    {
        var random = new Random(7);
        ulong reached = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var told = await ImportAndKillAsync(random.Next(1, 25), TimeSpan.FromMilliseconds(random.Next(0, 12)));
            using var database = _folder.Open();
            var states = StateStore.Open(database, new StateOptions());
            var tree = ChainDatabase.Open(database, states);

            Assert.True(tree.Head.Number >= told, $"Block {told} was imported before the kill, the head is {tree.Head.Number}.");
            Assert.True(tree.Head.Number >= reached, "A block from before the last kill is gone.");
            reached = tree.Head.Number;
            AssertWhole(tree, states);
        }

        Assert.True(reached > Rounds);
    }

    /// <summary>The process that is killed: this test alone, started by the one above.</summary>
    [Fact(Explicit = true)]
    public async Task Imports_blocks_until_it_is_killed()
    {
        await using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.Out);
        await pipe.ConnectAsync(TestContext.Current.CancellationToken);
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        using var database = LevelDbStore.Open(new StorageOptions { Directory = folder, WriteBufferMegabytes = 1, CacheMegabytes = 8 });
        await using var chain = new LocalChain(Genesis, database);
        while (pipe.IsConnected)
        {
            await ImportNextAsync(chain);
            await pipe.WriteAsync(BitConverter.GetBytes(chain.Tree.Head.Number), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A block; at every third height first the one out of turn, so that the other, which is heavier, replaces it.</summary>
    private static async Task ImportNextAsync(LocalChain chain)
    {
        var head = chain.Tree.Head;
        var nonce = chain.Tree.Current.AccountOf(TestKeys.C.Address).Nonce;
        for (var i = 0UL; i < 3; i++)
        {
            chain.Pool.Add(Transfers.Dynamic(TestKeys.C, nonce + i, AddressOf(head.Number, i)), isLocal: true);
        }

        var snapshot = chain.Engine.GetSnapshot(head, chain.Tree)!;
        List<PrivateKey> free = [.. Signers
            .Where(key => head.Number == 0 || key.Address != chain.Engine.GetFeeRecipient(head))
            .OrderBy(key => snapshot.IsInTurn(head.Number + 1, key.Address))];
        if (head.Number % 3 != 2)
        {
            await chain.SealAsync(free[^1]);
            return;
        }

        chain.Clock.Advance(TimeSpan.FromSeconds(1));
        List<Block> siblings = free.ConvertAll(key => LocalChain.SealBlock(chain.BuildFor(key, head.Timestamp + 1), key));
        foreach (var block in siblings)
        {
            await chain.ImportAsync(block);
        }
    }

    private static PoaSidechain.Primitives.Address AddressOf(ulong number, ulong index) =>
        PoaSidechain.Primitives.Address.FromNumber(1_000_000 + (number * 10) + index);

    /// <summary>Everything that leads to and from the head is there, the state is the head's, and all blocks executed anew give the same.</summary>
    private static void AssertWhole(BlockTree tree, StateStore states)
    {
        states.Check(CancellationToken.None);
        Assert.Equal(tree.Head.StateRoot, states.Head.Root);
        var header = tree.Head;
        var transactions = 0UL;
        for (; header.Number > 0; header = tree.FindHeader(header.ParentHash)!)
        {
            Assert.Equal(header.Hash, tree.FindHash(header.Number));
            var body = tree.FindBody(header.Hash)!;
            Assert.Equal(body.Transactions.Length, tree.FindReceipts(header.Hash)!.Length);
            Assert.Equal(
                tree.FindTotalDifficulty(header.ParentHash)!.Value + header.Difficulty, tree.FindTotalDifficulty(header.Hash));
            for (var i = 0; i < body.Transactions.Length; i++)
            {
                var place = tree.FindTransaction(body.Transactions[i].Hash)!.Value;
                Assert.Equal((header.Hash, i), (place.Header.Hash, place.Index));
            }

            transactions += (ulong)body.Transactions.Length;
        }

        Assert.Equal(tree.Genesis.Hash, header.Hash);
        Assert.Null(tree.FindHash(tree.Head.Number + 1));
        Assert.Equal(transactions, tree.Current.AccountOf(TestKeys.C.Address).Nonce);
        if (tree.Head.Number > 0)
        {
            var parent = tree.FindHeader(tree.Head.ParentHash)!;
            Assert.Equal(parent.StateRoot, states.Rewind(parent.Number, parent.StateRoot).Root);
        }
    }

    /// <summary>Lets the process run for some blocks and a little longer; says the last block that it told of.</summary>
    private async Task<ulong> ImportAndKillAsync(int blocks, TimeSpan longer)
    {
        var name = "poa-test-" + Guid.NewGuid().ToString("N");
        await using var pipe = new NamedPipeServerStream(name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(ImportKillTests).Assembly.Location, "-explicit", "only", "-method",
                $"{typeof(ImportKillTests).FullName}.{nameof(Imports_blocks_until_it_is_killed)}",
            },
        };
        start.Environment[FolderVariable] = _folder.Options().Directory;
        start.Environment[PipeVariable] = name;
        using var importer = Process.Start(start)!;
        var told = 0UL;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await pipe.WaitForConnectionAsync(limit.Token);
            var number = new byte[sizeof(ulong)];
            for (var i = 0; i < blocks; i++)
            {
                await pipe.ReadExactlyAsync(number, limit.Token);
                told = BitConverter.ToUInt64(number);
            }

            await Task.Delay(longer, limit.Token); // somewhere inside the next import
        }
        finally
        {
            importer.Kill();
            await importer.WaitForExitAsync();
        }

        return told;
    }
}
