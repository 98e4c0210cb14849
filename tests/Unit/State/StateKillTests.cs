using System.Diagnostics;
using System.IO.Pipes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;
using PoaSidechain.Tests.Unit.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

/// <summary>A process that commits blocks is killed at any moment, again and again on the same database.</summary>
public sealed class StateKillTests : IDisposable
{
    private const string FolderVariable = "POA_TEST_KILL_FOLDER";
    private const string PipeVariable = "POA_TEST_KILL_PIPE";
    private const int Rounds = 8;

    private static readonly StateOptions Options = new() { HistoryBlocks = 16, Archive = true, FlatCacheMegabytes = 1, NodeCacheMegabytes = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_writer_leaves_a_whole_head_and_history()
    {
        var random = new Random(1);
        ulong reached = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAndKill(random.Next(1, 80));
            using var database = _folder.Open();
            var states = StateStore.Open(database, Options);

            Assert.True(states.HeadNumber >= reached, "A block that was published before the last kill is gone.");
            reached = states.HeadNumber;
            CheckAll(states);
        }

        Assert.True(reached > Rounds);
    }

    /// <summary>The process that is killed: this test alone, started by the one above.</summary>
    [Fact(Explicit = true)]
    public void Writes_blocks_until_it_is_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.Out);
        pipe.Connect();
        using var database = LevelDbStore.Open(new StorageOptions { Directory = folder, WriteBufferMegabytes = 1, CacheMegabytes = 8 });
        var states = StateStore.Open(database, Options);
        if (!states.IsInitialised)
        {
            WriteGenesis(states, database);
        }

        var models = Models(states.HeadNumber);
        while (pipe.IsConnected)
        {
            CommitNext(states, database, models);
            pipe.WriteByte(1);
        }
    }

    private async Task WriteAndKill(int blocks)
    {
        var name = "poa-test-" + Guid.NewGuid().ToString("N");
        await using var pipe = new NamedPipeServerStream(name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(StateKillTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(StateKillTests).FullName}.{nameof(Writes_blocks_until_it_is_killed)}",
            },
        };
        start.Environment[FolderVariable] = _folder.Options().Directory;
        start.Environment[PipeVariable] = name;
        using var writer = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await pipe.WaitForConnectionAsync(limit.Token);
            var read = 0;
            while (read < blocks)
            {
                var count = await pipe.ReadAsync(new byte[blocks], limit.Token);
                Assert.True(count > 0, "The writer ended by itself.");
                read += count;
            }
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync();
        }
    }

    /// <summary>Every seventh block replaces the two before it, so that a kill may meet a reorganisation.</summary>
    private static void CommitNext(StateStore states, IKeyValueStore database, List<(Hash256 Root, ModelState Model)> models)
    {
        var height = (int)states.HeadNumber;
        var undone = height % 7 == 6 ? 2 : 0;
        var view = undone == 0 ? states.Head : states.Rewind((ulong)(height - undone), models[height - undone].Root);
        List<StateCommit> commits = [];
        for (var number = height - undone + 1; number <= height + 1; number++)
        {
            var changes = ChangesOf(number, models[number - 1].Model);
            view = view.Apply(changes);
            if (number == models.Count)
            {
                models.Add((view.Root, After(models[number - 1].Model, changes)));
            }

            commits.Add(new StateCommit((ulong)number, Keccak256.Hash(BitConverter.GetBytes(number + (height << 20))), view));
        }

        using var batch = database.CreateBatch();
        var commit = states.Prepare(commits, batch);
        database.Write(batch, durable: height % 5 == 0);
        states.Publish(commit);
    }

    private static void CheckAll(StateStore states)
    {
        var blocks = new RandomBlocks(0);
        var models = Models(states.HeadNumber);
        for (var number = 0; number < models.Count; number += 1 + (models.Count / 12))
        {
            var view = states.ViewAt((ulong)number, models[number].Root);
            Assert.NotNull(view);
            models[number].Model.AssertSame(view, blocks.AddressHashes, blocks.SlotHashes);
        }

        models[^1].Model.AssertSame(states.Head, blocks.AddressHashes, blocks.SlotHashes);
        Assert.Equal(models[^1].Root, states.Head.Root);
        var back = models[^Math.Min(models.Count, 10)].Root;
        Assert.Equal(back, states.Rewind(states.HeadNumber + 1 - (ulong)Math.Min(models.Count, 10), back).Root);
    }

    private static List<(Hash256 Root, ModelState Model)> Models(ulong height)
    {
        List<(Hash256, ModelState)> models = [];
        var model = new ModelState();
        var view = StateView.Empty;
        for (var number = 0; number <= (int)height; number++)
        {
            var changes = ChangesOf(number, model);
            view = view.Apply(changes);
            model = After(model, changes);
            models.Add((view.Root, model));
        }

        return models;
    }

    private static StateChanges ChangesOf(int number, ModelState before) => new RandomBlocks(number).Next(before);

    private static ModelState After(ModelState before, StateChanges changes)
    {
        var model = before.Copy();
        model.Apply(changes);
        return model;
    }

    private static void WriteGenesis(StateStore states, IKeyValueStore database)
    {
        states.WriteGenesis(ChangesOf(0, new ModelState()));
        using var batch = database.CreateBatch();
        var commit = states.PrepareGenesis(Hash256.Zero, batch);
        database.Write(batch, durable: true);
        states.Publish(commit);
    }
}
