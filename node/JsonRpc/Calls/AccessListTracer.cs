using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Notes the accounts and slots that an execution touches (EIP-2930), as geth's access list tracer does.</summary>
internal readonly struct AccessListTracer(AccessListTracer.Accesses accesses, CancellationToken cancellation) : ITracer
{
    public static bool TracesInstructions => true;

    public static bool TracesCalls => true;

    public void OnInstruction(in InstructionState state)
    {
        var stack = state.Stack;
        switch (state.Opcode)
        {
            case Opcode.SLoad or Opcode.SStore when stack.Length >= 1:
                accesses.AddSlot(state.Account.Address, stack[^1]);
                break;
            case Opcode.Balance or Opcode.ExtCodeCopy or Opcode.ExtCodeHash or Opcode.ExtCodeSize or Opcode.SelfDestruct when stack.Length >= 1:
                accesses.AddAccount(Address.FromWord(stack[^1]));
                break;
            case Opcode.Call or Opcode.CallCode or Opcode.DelegateCall or Opcode.StaticCall when stack.Length >= 5:
                accesses.AddAccount(Address.FromWord(stack[^2]));
                break;
        }
    }

    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        // what was touched counts, whatever became of it
    }

    public void OnEnter(in CallStart start) => cancellation.ThrowIfCancellationRequested();

    public void OnExit(in CallEnd end)
    {
        // nothing to end
    }

    public void OnLog(Log log, int depth)
    {
        // no access
    }

    /// <summary>What was touched, besides accounts that are warm anyway.</summary>
    public sealed class Accesses(IReadOnlySet<Address> excluded)
    {
        private readonly Dictionary<Address, SortedSet<UInt256>> _slots = [];

        public void AddAccount(in Address address)
        {
            if (!excluded.Contains(address))
            {
                _slots.TryAdd(address, []);
            }
        }

        public void AddSlot(in Address address, in UInt256 slot)
        {
            if (!_slots.TryGetValue(address, out var slots))
            {
                _slots.Add(address, slots = []);
            }

            slots.Add(slot);
        }

        /// <summary>The list in the order of the addresses.</summary>
        public AccessListEntry[] ToList() => [.. _slots.OrderBy(entry => entry.Key).Select(entry => new AccessListEntry(entry.Key, entry.Value.ToArray()))];
    }
}
