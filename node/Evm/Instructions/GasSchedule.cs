using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Instructions;

/// <summary>Prices that depend on what an instruction finds, in gas, under the rules of one fork. The fixed parts are in <see cref="InstructionTable"/>.</summary>
internal sealed class GasSchedule
{
    public const long MemoryWord = 3;
    public const long CopyWord = 3;
    public const long KeccakWord = 6;
    public const long LogByte = 8;
    public const long CallValueTransfer = 9_000;
    public const long CallStipend = 2_300;
    public const long NewAccount = 25_000;
    public const long CodeDepositByte = 200;
    public const long InitCodeWord = 2;      // EIP-3860

    private static readonly GasSchedule[] ByFork = [.. Enum.GetValues<Fork>().Select(fork => new GasSchedule(fork))];

    private GasSchedule(Fork fork)
    {
        var isBerlin = fork >= Fork.Berlin;
        ExpByte = fork >= Fork.SpuriousDragon ? 50 : 10;                                    // EIP-160
        ColdAccountExtra = isBerlin ? 2_600 - 100 : 0;                                      // EIP-2929
        ColdAccountFull = isBerlin ? 2_600 : 0;
        ColdSlotExtra = isBerlin ? 2_100 - 100 : 0;
        ColdSlotFull = isBerlin ? 2_100 : 0;
        SelfDestructRefund = fork >= Fork.London ? 0 : 24_000;                              // EIP-3529
        HasNetSStore = fork == Fork.Constantinople || fork >= Fork.Istanbul;                // EIP-1283, 2200
        SStoreSentry = fork >= Fork.Istanbul ? 2_300 : 0;
        SStoreNoop = isBerlin ? 100 : fork >= Fork.Istanbul ? 800 : 200;
        SStoreReset = isBerlin ? 5_000 - 2_100 : 5_000;
        SStoreClearRefund = fork >= Fork.London ? 4_800 : 15_000;                           // EIP-3529
        RefundQuotient = fork >= Fork.London ? 5UL : 2UL;                                   // EIP-3529
    }

    /// <summary>EXP, per byte of the exponent.</summary>
    public long ExpByte { get; }

    /// <summary>First access to an account by an instruction whose table price is that of a warm access.</summary>
    public long ColdAccountExtra { get; }

    /// <summary>First access to an account on top of everything: SELFDESTRUCT.</summary>
    public long ColdAccountFull { get; }

    /// <summary>First access to a slot by SLOAD, whose table price is that of a warm access.</summary>
    public long ColdSlotExtra { get; }

    /// <summary>First access to a slot on top of everything: SSTORE.</summary>
    public long ColdSlotFull { get; }

    /// <summary>Given back when a contract is condemned.</summary>
    public long SelfDestructRefund { get; }

    /// <summary>SSTORE priced by the slot's value before the transaction too (EIP-1283, taken back by Petersburg; EIP-2200).</summary>
    public bool HasNetSStore { get; }

    /// <summary>SSTORE needs more gas than this, whatever it costs (EIP-2200).</summary>
    public long SStoreSentry { get; }

    /// <summary>SSTORE that changes nothing, or changes a slot that this transaction has changed already.</summary>
    public long SStoreNoop { get; }

    /// <summary>SSTORE from 0 to something.</summary>
    public static long SStoreSet => 20_000;

    /// <summary>SSTORE from something to something else.</summary>
    public long SStoreReset { get; }

    /// <summary>Given back for a slot set to 0.</summary>
    public long SStoreClearRefund { get; }

    /// <summary>Refunds are at most the gas used divided by this.</summary>
    public ulong RefundQuotient { get; }

    /// <summary>The schedule of a fork.</summary>
    public static GasSchedule Of(Fork fork) => ByFork[(int)fork];

    /// <summary>Total price of memory of so many words: 3 per word and a square (Yellow Paper appendix G).</summary>
    public static long Memory(long words) => (MemoryWord * words) + (words * words / 512);
}
