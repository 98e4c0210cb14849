using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Execution;

/// <content>
/// The loop over instructions. What is simple stands here; what is not is a method that takes and returns the gas left. The state of the
/// machine is in locals, no reference to them is ever handed out, and the code is padded, so that they stay in registers.
/// </content>
internal sealed unsafe partial class Interpreter
{
    /// <summary>Runs a frame until it halts (true) or calls (false, the callee's frame being in <see cref="_callee"/>).</summary>
    [SkipLocalsInit]
    private bool Run<TTracer>(CallFrame frame, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        fixed (byte* code = frame.Code.Padded)
        {
            var costs = _instructions.Costs;
            var floor = (byte*)(frame.StackBottom - 1);
            var pc = code + frame.Pc;
            var sp = frame.StackTop; // the top item
            var gas = frame.Gas;
            while (true)
            {
                var opcode = *pc;
                var cost = costs[opcode];
                if (TTracer.TracesInstructions)
                {
                    TraceInstruction(frame, (int)(pc - code), sp, gas, ref tracer);
                }

                if ((uint)((int)((byte*)sp - floor) - cost.MinHeight) > cost.HeightRange)
                {
                    _error = StackError((Opcode)opcode, (int)((byte*)sp - floor));
                    gas -= cost.Gas; // for the trace
                    goto Failure;
                }

                gas -= cost.Gas;
                pc++;
                if (gas < 0)
                {
                    goto OutOfGas;
                }

                switch ((Opcode)opcode)
                {
                    case Opcode.Stop:
                        goto Success;
                    case Opcode.Add:
                        UInt256.Add(sp[-1], sp[0], out sp[-1]);
                        sp--;
                        continue;
                    case Opcode.Mul:
                        UInt256.Multiply(sp[-1], sp[0], out sp[-1]);
                        sp--;
                        continue;
                    case Opcode.Sub:
                        UInt256.Subtract(sp[0], sp[-1], out sp[-1]);
                        sp--;
                        continue;
                    case Opcode.Div or Opcode.SDiv or Opcode.Mod or Opcode.SMod or Opcode.SignExtend or Opcode.Byte or Opcode.Sar:
                        Binary((Opcode)opcode, sp);
                        sp--;
                        continue;
                    case Opcode.AddMod:
                        UInt256.AddMod(sp[0], sp[-1], sp[-2], out sp[-2]);
                        sp -= 2;
                        continue;
                    case Opcode.MulMod:
                        UInt256.MulMod(sp[0], sp[-1], sp[-2], out sp[-2]);
                        sp -= 2;
                        continue;
                    case Opcode.Exp:
                        gas = Exp(sp, gas);
                        sp--;
                        break;
                    case Opcode.Lt:
                        SetFlag(sp - 1, sp[0] < sp[-1]);
                        sp--;
                        continue;
                    case Opcode.Gt:
                        SetFlag(sp - 1, sp[-1] < sp[0]);
                        sp--;
                        continue;
                    case Opcode.Slt:
                        SetFlag(sp - 1, UInt256.SignedLessThan(sp[0], sp[-1]));
                        sp--;
                        continue;
                    case Opcode.Sgt:
                        SetFlag(sp - 1, UInt256.SignedLessThan(sp[-1], sp[0]));
                        sp--;
                        continue;
                    case Opcode.Eq:
                        SetFlag(sp - 1, sp[-1].Equals(sp[0]));
                        sp--;
                        continue;
                    case Opcode.IsZero:
                        SetFlag(sp, sp->IsZero);
                        continue;
                    case Opcode.And:
                        sp[-1] &= sp[0];
                        sp--;
                        continue;
                    case Opcode.Or:
                        sp[-1] |= sp[0];
                        sp--;
                        continue;
                    case Opcode.Xor:
                        sp[-1] ^= sp[0];
                        sp--;
                        continue;
                    case Opcode.Not:
                        *sp = ~*sp;
                        continue;
                    case Opcode.Shl:
                        sp[-1] <<= UInt256.ShiftAmount(sp[0]);
                        sp--;
                        continue;
                    case Opcode.Shr:
                        sp[-1] >>= UInt256.ShiftAmount(sp[0]);
                        sp--;
                        continue;
                    case Opcode.Clz:
                        *sp = (ulong)sp->LeadingZeroCount();
                        continue;
                    case Opcode.Keccak256:
                        gas = Keccak(frame, sp, gas);
                        sp--;
                        break;
                    case Opcode.Address or Opcode.Origin or Opcode.Caller or Opcode.CallValue or Opcode.CallDataSize or Opcode.CodeSize:
                    case Opcode.GasPrice or Opcode.ReturnDataSize or Opcode.Coinbase or Opcode.Timestamp or Opcode.Number:
                    case Opcode.Difficulty or Opcode.GasLimit or Opcode.ChainId or Opcode.SelfBalance or Opcode.BaseFee or Opcode.BlobBaseFee:
                        sp++;
                        Environment((Opcode)opcode, frame, sp);
                        continue;
                    case Opcode.CallDataLoad:
                        CallDataLoad(frame, sp);
                        continue;
                    case Opcode.CallDataCopy:
                        gas = CallDataCopy(frame, sp, gas);
                        sp -= 3;
                        break;
                    case Opcode.CodeCopy:
                        gas = CodeCopy(frame, sp, gas);
                        sp -= 3;
                        break;
                    case Opcode.ReturnDataCopy:
                        gas = ReturnDataCopy(frame, sp, gas);
                        sp -= 3;
                        break;
                    case Opcode.Balance or Opcode.ExtCodeSize or Opcode.ExtCodeHash:
                        gas = AccountFact((Opcode)opcode, sp, gas);
                        break;
                    case Opcode.ExtCodeCopy:
                        gas = ExtCodeCopy(frame, sp, gas);
                        sp -= 4;
                        break;
                    case Opcode.BlockHash or Opcode.BlobHash:
                        BlockFact((Opcode)opcode, sp);
                        continue;
                    case Opcode.Pop:
                        sp--;
                        continue;
                    case Opcode.MLoad:
                        if (!sp->FitsUInt64 || sp->Low64 >= frame.WordLimit)
                        {
                            gas = ExpandMemory(frame, *sp, 32, gas);
                            if (gas < 0)
                            {
                                goto Failure;
                            }
                        }

                        LoadWord(frame.Memory + sp->Low64, sp);
                        continue;
                    case Opcode.MStore:
                        if (!sp->FitsUInt64 || sp->Low64 >= frame.WordLimit)
                        {
                            gas = ExpandMemory(frame, *sp, 32, gas);
                            if (gas < 0)
                            {
                                goto Failure;
                            }
                        }

                        StoreWord(sp - 1, frame.Memory + sp->Low64);
                        sp -= 2;
                        continue;
                    case Opcode.MStore8:
                        gas = ExpandMemory(frame, *sp, 1, gas);
                        if (gas < 0)
                        {
                            goto Failure;
                        }

                        frame.Memory[sp->Low64] = (byte)sp[-1].Low64;
                        sp -= 2;
                        continue;
                    case Opcode.MCopy:
                        gas = MCopy(frame, sp, gas);
                        sp -= 3;
                        break;
                    case Opcode.SLoad:
                        gas = SLoad(frame, sp, gas);
                        break;
                    case Opcode.SStore:
                        gas = SStore(frame, sp, gas);
                        sp -= 2;
                        break;
                    case Opcode.TLoad:
                        *sp = _world.GetTransient(frame.Account, *sp);
                        continue;
                    case Opcode.TStore:
                        gas = TStore(frame, sp, gas);
                        sp -= 2;
                        break;
                    case Opcode.JumpI:
                        sp -= 2;
                        if (sp[1].IsZero)
                        {
                            continue;
                        }

                        pc = JumpTarget(frame.Code, sp + 2, code);
                        if (pc == null)
                        {
                            goto InvalidJump;
                        }

                        continue;
                    case Opcode.Jump:
                        pc = JumpTarget(frame.Code, sp, code);
                        sp--;
                        if (pc == null)
                        {
                            goto InvalidJump;
                        }

                        continue;
                    case Opcode.Pc:
                        *++sp = (ulong)(pc - code - 1);
                        continue;
                    case Opcode.MSize:
                        *++sp = (ulong)frame.MemorySize;
                        continue;
                    case Opcode.Gas:
                        *++sp = (ulong)gas;
                        continue;
                    case Opcode.JumpDest:
                        continue;
                    case Opcode.Push0:
                        *++sp = default;
                        continue;
                    case Opcode.Push1:
                        *++sp = (ulong)*pc;
                        pc++;
                        continue;
                    case Opcode.Push2:
                        *++sp = (ulong)BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(pc));
                        pc += 2;
                        continue;
                    case Opcode.Push3 or Opcode.Push4 or Opcode.Push5 or Opcode.Push6 or Opcode.Push7 or Opcode.Push8:
                        *++sp = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(pc)) >> ((Opcode.Push8 - (Opcode)opcode) * 8);
                        pc += opcode - (int)Opcode.Push0;
                        continue;
                    case Opcode.Push9 or Opcode.Push10 or Opcode.Push11 or Opcode.Push12 or Opcode.Push13 or Opcode.Push14:
                    case Opcode.Push15 or Opcode.Push16 or Opcode.Push17 or Opcode.Push18 or Opcode.Push19 or Opcode.Push20:
                    case Opcode.Push21 or Opcode.Push22 or Opcode.Push23 or Opcode.Push24 or Opcode.Push25 or Opcode.Push26:
                    case Opcode.Push27 or Opcode.Push28 or Opcode.Push29 or Opcode.Push30 or Opcode.Push31 or Opcode.Push32:
                        PushWide(pc, opcode - (int)Opcode.Push0, ++sp);
                        pc += opcode - (int)Opcode.Push0;
                        continue;
                    case Opcode.Dup1 or Opcode.Dup2 or Opcode.Dup3 or Opcode.Dup4 or Opcode.Dup5 or Opcode.Dup6 or Opcode.Dup7 or Opcode.Dup8:
                    case Opcode.Dup9 or Opcode.Dup10 or Opcode.Dup11 or Opcode.Dup12 or Opcode.Dup13 or Opcode.Dup14 or Opcode.Dup15 or Opcode.Dup16:
                        sp++;
                        *sp = sp[(int)Opcode.Dup1 - 1 - opcode];
                        continue;
                    case Opcode.Swap1 or Opcode.Swap2 or Opcode.Swap3 or Opcode.Swap4 or Opcode.Swap5 or Opcode.Swap6 or Opcode.Swap7 or Opcode.Swap8:
                    case Opcode.Swap9 or Opcode.Swap10 or Opcode.Swap11 or Opcode.Swap12 or Opcode.Swap13 or Opcode.Swap14 or Opcode.Swap15 or Opcode.Swap16:
                        var other = sp + ((int)Opcode.Swap1 - 1 - opcode);
                        (*sp, *other) = (*other, *sp);
                        continue;
                    case Opcode.Log0 or Opcode.Log1 or Opcode.Log2 or Opcode.Log3 or Opcode.Log4:
                        gas = WriteLog(frame, opcode - (int)Opcode.Log0, sp, gas, ref tracer);
                        sp -= 2 + (opcode - (int)Opcode.Log0);
                        break;
                    case Opcode.Create or Opcode.Create2:
                        gas = Create(frame, (Opcode)opcode, sp, gas, ref tracer);
                        goto Called;
                    case Opcode.Call or Opcode.CallCode or Opcode.DelegateCall or Opcode.StaticCall:
                        gas = Call(frame, (Opcode)opcode, sp, gas, ref tracer);
                        goto Called;
                    case Opcode.Return or Opcode.Revert:
                        gas = SetOutput(frame, sp, gas);
                        if (gas < 0)
                        {
                            goto Failure;
                        }

                        frame.Error = (Opcode)opcode == Opcode.Revert ? EvmError.Reverted : EvmError.None;
                        goto Halted;
                    case Opcode.SelfDestruct:
                        gas = SelfDestruct(frame, sp, gas, ref tracer);
                        if (gas < 0)
                        {
                            goto Failure;
                        }

                        goto Success;
                    default:
                        throw new System.Diagnostics.UnreachableException($"The table has opcode {opcode}, the loop has not.");
                }

                if (gas < 0)
                {
                    goto Failure;
                }

                continue;

            Called:
                if (gas < 0)
                {
                    goto Failure;
                }

                sp = frame.StackTop;
                if (_callee is not null)
                {
                    frame.Pc = (int)(pc - code);
                    TraceEnd(gas, EvmError.None, ref tracer);
                    return false;
                }
            }

        InvalidJump:
            _error = EvmError.InvalidJump;
            goto Failure;
        OutOfGas:
            _error = EvmError.OutOfGas;
        Failure:
            TraceEnd(gas, _error, ref tracer);
            frame.Error = _error;
            frame.Gas = 0;
            return true;
        Success:
            _returnData.Clear();
            frame.Error = EvmError.None;
        Halted:
            TraceEnd(gas, EvmError.None, ref tracer);
            frame.Gas = gas;
            return true;
        }
    }
}
