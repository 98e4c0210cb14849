using System.Buffers.Binary;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Kills a checkpointer at one place and compares, after every round, its journal, its wire and both chains.</summary>
internal sealed class CrashWitness : IDisposable
{
    public const int MaxKills = 2;

    private const int CheckpointLength = 16 * 32;

    private readonly BridgeRig _rig;
    private readonly RigCheckpointer _checkpointer;
    private readonly WatchedTransport _wire;
    private readonly CrashPoint _point;
    private readonly Dictionary<string, string> _signed = [];
    private readonly Dictionary<ulong, HashSet<Hash256>> _journaled = [];
    private Hash256[] _owedToTheWire = [];
    private int _sentBeforeKill;

    public CrashWitness(BridgeRig rig, RigCheckpointer checkpointer, CrashPoint point)
    {
        _rig = rig;
        _checkpointer = checkpointer;
        _point = point;
        _wire = new WatchedTransport(rig.L1.Address);
        checkpointer.L1Endpoints = () => [new ChainClient(new RpcClient(_wire, TimeSpan.FromSeconds(30)))];
        checkpointer.OnCrashPoint = KillAt;
    }

    public int Kills { get; private set; }

    public int TicksSinceKill { get; private set; }

    /// <summary>Replacements are made only for what is not mined: until both kills came, miners then leave its transactions out.</summary>
    private bool IsStarved => _point is (CrashPoint.BeforeReplacementRecord or CrashPoint.AfterReplacementRecord) && Kills < MaxKills;

    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        for (var i = 0; i < 150; i++)
        {
            if (await holds())
            {
                return;
            }

            await StepAsync();
        }

        Assert.Fail($"It did not come to this after {Kills} kills at {_point}: {what}\n{_rig.Log}");
    }

    /// <summary>What both chains have from this checkpointer: one digest for each index and round; each nonce used by something it wrote down.</summary>
    public async Task CheckChainsAsync()
    {
        var posted = await PostedCheckpointsAsync();
        Assert.NotEmpty(posted);
        Assert.All(posted.GroupBy(p => (p.Index, p.Round)), group => Assert.Single(group.Select(p => p.Struct).Distinct()));

        var mined = await TransactionsAsync(_rig.L1, tx => tx.GetProperty("from").ToAddress() == _checkpointer.FeeKey.Address);
        Assert.NotEmpty(mined);
        foreach (var transaction in mined)
        {
            Assert.Contains(transaction.GetProperty("hash").ToHash(), _journaled[transaction.GetProperty("nonce").ToUInt64()]);
        }

        Assert.Equal(mined.Count, _journaled.Count); // no nonce it wrote down was lost, none was left open
    }

    public void Dispose() => _wire.Dispose();

    private void KillAt(CrashPoint point)
    {
        if (point == _point && Kills < MaxKills)
        {
            Kills++;
            TicksSinceKill = -1;
            throw new KilledException();
        }
    }

    private async Task StepAsync()
    {
        var kills = Kills;
        await _rig.Sidechain.RefreshAsync();
        await _checkpointer.TickAsync();
        TicksSinceKill++;
        CheckJournal();
        CheckRebroadcast();
        if (Kills > kills)
        {
            _owedToTheWire = [.. L1Record().Select(t => t.Newest.Hash)];
            _sentBeforeKill = _wire.Sent.Count;
        }

        if (IsStarved)
        {
            await _rig.L1.AskAsync("anvil_dropAllTransactions");
        }

        await _rig.MineAsync();
    }

    /// <summary>The first that a restarted checkpointer sends are the bytes its journal had, as far as it came.</summary>
    private void CheckRebroadcast()
    {
        var sent = _wire.Sent.Skip(_sentBeforeKill).Select(t => t.Hash).Take(_owedToTheWire.Length).ToArray();
        Assert.True(_owedToTheWire.Length == 0 || sent.Length > 0, "nothing was sent again after the restart");
        Assert.Equal(_owedToTheWire.Take(sent.Length), sent);
        _owedToTheWire = [];
    }

    /// <summary>What was signed stays as it is; what was sent to L1 had been written down.</summary>
    private void CheckJournal()
    {
        foreach (var (key, digest) in _checkpointer.Journal.Scan([JournalKeys.SignedCheckpointKind]))
        {
            var text = Convert.ToHexString(digest);
            Assert.Equal(text, _signed.GetValueOrDefault(Convert.ToHexString(key), text));
            _signed[Convert.ToHexString(key)] = text;
        }

        foreach (var transaction in L1Record())
        {
            var hashes = _journaled.TryGetValue(transaction.Nonce, out var known) ? known : _journaled[transaction.Nonce] = [];
            hashes.UnionWith(transaction.Attempts.Select(a => a.Hash));
        }

        Assert.All(_wire.Sent, t => Assert.Contains(t.Hash, _journaled[t.Nonce]));
    }

    private IReadOnlyList<LaneTransaction> L1Record() => new LaneRecord(_checkpointer.Journal, _rig.Identity.L1ChainId.Low64).Load();

    /// <summary>Checkpoints whose signatures stand on the notice board, read from the calls that brought them.</summary>
    private async Task<List<(ulong Index, uint Round, Hash256 Struct)>> PostedCheckpointsAsync()
    {
        var attest = Artifacts.Load("Attestations").Abi.Function("attest");
        var calls = await TransactionsAsync(_rig.SidechainAnvil, tx => tx.OptionalField("to")?.ToAddress() == Predeploys.Attestations);
        var messages = calls.Select(tx => attest.DecodeCall(tx.GetProperty("input").ToBytes()).Get<ReadOnlyMemory<byte>>("encoded").ToArray());
        return [.. messages.Where(m => m.Length == CheckpointLength).Select(m => (
            BinaryPrimitives.ReadUInt64BigEndian(m.AsSpan(32 + 24)), BinaryPrimitives.ReadUInt32BigEndian(m.AsSpan(64 + 28)), Keccak256.Hash(m)))];
    }

    private static async Task<List<System.Text.Json.JsonElement>> TransactionsAsync(Anvil chain, Func<System.Text.Json.JsonElement, bool> isWanted)
    {
        var head = (await chain.AskAsync("eth_blockNumber")).ToUInt64();
        var found = new List<System.Text.Json.JsonElement>();
        for (ulong number = 1; number <= head; number++)
        {
            var block = await chain.AskAsync("eth_getBlockByNumber", Hex.Quantity(number), true);
            found.AddRange(block.GetProperty("transactions").EnumerateArray().Where(isWanted));
        }

        return found;
    }
}
