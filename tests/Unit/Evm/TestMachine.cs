using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>A state and a block to run code or transactions in.</summary>
internal sealed class TestMachine
{
    public const long PlentyOfGas = 10_000_000;

    public TestMachine(Fork fork, Func<BlockContext, BlockContext>? change = null)
    {
        World = new WorldState(StateView.Empty);
        Block = new BlockContext
        {
            Rules = ForkRules.Of(fork),
            ChainId = 1337UL,
            Number = 1_000,
            Timestamp = 1_700_000_000,
            GasLimit = 30_000_000,
            FeeRecipient = FeeRecipient,
            Difficulty = 2UL,
            BaseFeePerGas = fork >= Fork.London ? 7UL : 0UL,
            BlockHash = number => ((UInt256)number).ToHash256(),
        };
        Block = change?.Invoke(Block) ?? Block;
    }

    public static Address Contract { get; } = Address.FromNumber(0xc0de);

    public static Address Caller { get; } = Address.FromNumber(0xca11e7);

    public static Address FeeRecipient { get; } = Address.FromNumber(0xfee);

    public WorldState World { get; }

    public BlockContext Block { get; }

    /// <summary>Puts an account into the state.</summary>
    public TestMachine With(Address address, UInt256 balance = default, byte[]? code = null, ulong nonce = 0, (UInt256 Key, UInt256 Value)[]? storage = null)
    {
        World.BeginTransaction();
        var account = World.GetAccount(address);
        World.Create(account);
        World.AddBalance(account, balance);
        World.SetNonce(account, nonce);
        if (code is not null)
        {
            World.SetCode(account, new Code(code));
        }

        foreach (var (key, value) in storage ?? [])
        {
            World.SetStorage(account, World.GetSlot(account, key), value);
        }

        World.FinishTransaction(ForkRules.Of(Fork.Frontier)); // keeps empty accounts
        return this;
    }

    /// <summary>Runs code as <see cref="Contract"/>, in a transaction that is begun and not finished.</summary>
    public MessageResult Run(byte[] code, byte[]? input = null, long gas = PlentyOfGas, UInt256 value = default)
    {
        var tracer = default(NoTracer);
        return Run(code, ref tracer, input, gas, value);
    }

    public MessageResult Run<TTracer>(byte[] code, ref TTracer tracer, byte[]? input = null, long gas = PlentyOfGas, UInt256 value = default)
        where TTracer : struct, ITracer
    {
        With(Contract, World.GetAccount(Contract).Balance.IsZero ? 0UL : default, code, World.GetAccount(Contract).Nonce);
        World.BeginTransaction();
        var interpreter = new Interpreter(World, Block, new ExecutionBuffers());
        interpreter.BeginTransaction(Caller, 11UL, default);
        return interpreter.Execute(
            new Message
            {
                Kind = CallKind.Call,
                Sender = World.GetAccount(Caller),
                Target = World.GetAccount(Contract),
                Code = new Code(code),
                Input = input ?? [],
                Gas = gas,
                Value = value,
            },
            ref tracer);
    }

    /// <summary>Runs code that returns a word.</summary>
    public UInt256 RunForWord(byte[] code, byte[]? input = null)
    {
        var result = Run(code, input);
        return result.Error == EvmError.None && result.Output.Length == 32
            ? UInt256.FromBigEndian(result.Output)
            : throw new InvalidOperationException($"{result.Error}, {result.Output.Length} bytes");
    }

    /// <summary>Gas that code uses.</summary>
    public long GasUsed(byte[] code)
    {
        var result = Run(code);
        return result.Error == EvmError.None ? PlentyOfGas - result.GasLeft : throw new InvalidOperationException(result.Error.ToString());
    }

    /// <summary>Executes a transaction; it has to be valid.</summary>
    public TransactionResult Execute(Transaction transaction)
    {
        var verdict = new TransactionExecutor(World, Block).Execute(transaction, Block.GasLimit, out var result);
        return verdict.IsValid ? result! : throw new InvalidOperationException(verdict.ToString());
    }

    public UInt256 Slot(Address address, UInt256 key) => World.GetSlot(World.GetAccount(address), key).Current;
}
