using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <content>What code may ask about call, transaction, block and accounts.</content>
internal sealed unsafe partial class Interpreter
{
    private const ulong BlockHashWindow = 256;

    /// <summary>The instructions that put one word on the stack for a fixed price.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Environment(Opcode opcode, CallFrame frame, UInt256* target) => *target = opcode switch
    {
        Opcode.Address => frame.Account.Address.ToWord(),
        Opcode.Origin => _origin.ToWord(),
        Opcode.Caller => frame.Caller.ToWord(),
        Opcode.CallValue => frame.Value,
        Opcode.CallDataSize => (ulong)frame.InputLength,
        Opcode.CodeSize => (ulong)frame.Code.Length,
        Opcode.GasPrice => _gasPrice,
        Opcode.ReturnDataSize => (ulong)_returnData.Length,
        Opcode.Coinbase => _block.FeeRecipient.ToWord(),
        Opcode.Timestamp => _block.Timestamp,
        Opcode.Number => _block.Number,
        Opcode.Difficulty => _block.Difficulty.IsZero ? _block.MixHash.ToUInt256() : _block.Difficulty,
        Opcode.GasLimit => _block.GasLimit,
        Opcode.ChainId => _block.ChainId,
        Opcode.SelfBalance => frame.Account.Balance,
        Opcode.BaseFee => _block.BaseFeePerGas,
        _ => _block.BlobBaseFee,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BlockFact(Opcode opcode, UInt256* sp)
    {
        if (opcode == Opcode.BlobHash)
        {
            *sp = *sp < (ulong)_blobHashes.Length ? _blobHashes.Span[(int)sp->Low64].ToUInt256() : default;
            return;
        }

        var number = sp->SaturateToUInt64();
        var isKnown = number < _block.Number && _block.Number - number <= BlockHashWindow;
        *sp = isKnown ? _block.BlockHash(number).ToUInt256() : default;
    }

    /// <summary>BALANCE, EXTCODESIZE, EXTCODEHASH.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long AccountFact(Opcode opcode, UInt256* sp, long gas)
    {
        var account = _world.GetAccount(Address.FromWord(*sp));
        gas -= AccessCost(account, _gas.ColdAccountExtra);
        if (gas < 0)
        {
            return OutOfGas(gas);
        }

        *sp = opcode switch
        {
            Opcode.Balance => account.Balance,
            Opcode.ExtCodeSize => (ulong)_world.GetCode(account).Length,
            _ => account.IsEmpty ? default : account.CodeHash.ToUInt256(), // EIP-1052: 0 for what EIP-161 calls empty
        };
        return gas;
    }

    /// <summary>Makes an account warm; the price when it was not (EIP-2929). Precompiles are always warm.</summary>
    private long AccessCost(AccountState account, long coldCost) =>
        coldCost != 0 && _warmPrecompiles.Find(account.Address) is null && _world.Warm(account) ? coldCost : 0;
}
