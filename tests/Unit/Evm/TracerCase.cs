using System.Globalization;
using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>A case of geth's tracer tests: the state and block of a real transaction.</summary>
internal sealed class TracerCase
{
    private static readonly (string Name, Fork Fork)[] Forks =
    [
        ("homesteadBlock", Fork.Homestead), ("eip150Block", Fork.TangerineWhistle), ("eip158Block", Fork.SpuriousDragon),
        ("byzantiumBlock", Fork.Byzantium), ("constantinopleBlock", Fork.Constantinople), ("petersburgBlock", Fork.Petersburg),
        ("istanbulBlock", Fork.Istanbul), ("berlinBlock", Fork.Berlin), ("londonBlock", Fork.London),
        ("shanghaiTime", Fork.Shanghai), ("cancunTime", Fork.Cancun), ("pragueTime", Fork.Prague),
    ];

    public TracerCase(JsonElement test)
    {
        var genesis = test.GetProperty("genesis");
        var context = test.GetProperty("context");
        var number = Number(context.GetProperty("number"));
        var time = Number(context.GetProperty("timestamp"));
        var config = genesis.GetProperty("config");
        var starts = config.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetUInt64(), StringComparer.OrdinalIgnoreCase);
        var fork = Forks.LastOrDefault(f => starts.TryGetValue(f.Name, out var start)
            && start <= (f.Name.EndsWith("Time", StringComparison.Ordinal) ? time : number)).Fork;
        World = new WorldState(StateView.Empty);
        Fill(World, genesis.GetProperty("alloc"));
        Block = new BlockContext
        {
            Rules = ForkRules.Of(fork) with { IsEip155 = true },
            ChainId = config.GetProperty("chainId").GetUInt64(),
            Number = number,
            Timestamp = time,
            GasLimit = Number(context.GetProperty("gasLimit")),
            FeeRecipient = Address.Parse(context.GetProperty("miner").GetString()!),
            Difficulty = UInt256.Parse(context.GetProperty("difficulty").GetString()!),
            BaseFeePerGas = context.TryGetProperty("baseFeePerGas", out var fee) ? UInt256.Parse(fee.GetString()!) : default,
            MaxBlobs = 6,
            BlockHash = _ => Hash256.Zero,
        };
        Transaction = Transaction.Decode(Hex.Decode(test.GetProperty("input").GetString()));
        Result = test.GetProperty("result");
    }

    public WorldState World { get; }

    public BlockContext Block { get; }

    public Transaction Transaction { get; }

    public JsonElement Result { get; }

    private static ulong Number(JsonElement text) => ulong.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private static void Fill(WorldState world, JsonElement alloc)
    {
        world.BeginTransaction();
        foreach (var entry in alloc.EnumerateObject())
        {
            var account = world.GetAccount(Address.Parse(entry.Name));
            world.Create(account);
            world.AddBalance(account, UInt256.Parse(entry.Value.GetProperty("balance").GetString()!));
            if (entry.Value.TryGetProperty("nonce", out var nonce))
            {
                world.SetNonce(account, nonce.ValueKind == JsonValueKind.Number ? nonce.GetUInt64() : (ulong)UInt256.Parse(nonce.GetString()!));
            }

            if (entry.Value.TryGetProperty("code", out var code))
            {
                world.SetCode(account, new Code(Hex.Decode(code.GetString())));
            }

            if (!entry.Value.TryGetProperty("storage", out var storage))
            {
                continue;
            }

            foreach (var slot in storage.EnumerateObject())
            {
                world.SetStorage(account, world.GetSlot(account, UInt256.Parse(slot.Name)), UInt256.Parse(slot.Value.GetString()!));
            }
        }

        world.FinishTransaction(ForkRules.Of(Fork.Frontier));
    }
}
