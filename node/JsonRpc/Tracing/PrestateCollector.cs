using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>prestateTracer: what a transaction needs to know of the state before it; in diff mode, what it changed.</summary>
internal sealed partial class PrestateCollector(PrestateOptions options) : TraceCollector
{
    private readonly SortedDictionary<Address, PrestateAccount> _before = [];
    private readonly HashSet<Address> _created = [];
    private readonly HashSet<Address> _gone = [];

    // What the running instruction has added: it is taken out again when the instruction could not be paid for.
    private readonly List<Address> _newAccounts = [];
    private readonly List<(Address Account, UInt256 Slot)> _newSlots = [];
    private Address? _newlyCreated;
    private Address? _newlyGone;

    private TraceSubject _subject = null!;

    public override bool WantsInstructions => true;

    public override void Begin(TraceSubject subject)
    {
        _subject = subject;
        var (world, transaction, sender) = (subject.World, subject.Transaction, subject.Sender);
        Address target;
        if (transaction.To is { } to)
        {
            target = to;
            AddDelegate(to);
        }
        else
        {
            target = ContractAddress.Of(sender, world.GetAccount(sender).Nonce);
            _created.Add(target);
        }

        Add(sender);
        Add(target);
        Add(subject.Block.FeeRecipient);
        foreach (var authorization in transaction.AuthorizationList.Span)
        {
            if (authorization.TryRecoverAuthority(out var authority))
            {
                Add(authority);
            }
        }
    }

    public override void OnInstruction(in InstructionState state)
    {
        _newAccounts.Clear();
        _newSlots.Clear();
        _newlyCreated = null;
        _newlyGone = null;
        var self = state.Account;
        switch (state)
        {
            case { Opcode: Opcode.SLoad or Opcode.SStore, Stack: [.., var slot] }:
                AddSlot(self, slot);
                break;
            case { Opcode: Opcode.ExtCodeCopy or Opcode.ExtCodeHash or Opcode.ExtCodeSize or Opcode.Balance, Stack: [.., var account] }:
                Add(Address.FromWord(account));
                break;
            case { Opcode: Opcode.SelfDestruct, Stack: [.., var heir] }:
                Add(Address.FromWord(heir));
                MarkGone(self.Address);
                break;
            case { Opcode: Opcode.Call or Opcode.CallCode or Opcode.DelegateCall or Opcode.StaticCall, Stack: [.., var callee, _] } when state.Stack.Length >= 5:
                Add(Address.FromWord(callee));
                AddDelegate(Address.FromWord(callee));
                break;
            case { Opcode: Opcode.Create }:
                MarkCreated(ContractAddress.Of(self.Address, self.Nonce));
                break;
            case { Opcode: Opcode.Create2, Stack: [.., var salt, var size, var offset, _] } when CanPayFor(size, state.Gas):
                MarkCreated(ContractAddress.Of(self.Address, salt, Primitives.Crypto.Keccak256.Hash(InitCode(state.Memory, offset, (int)size.Low64))));
                break;
        }
    }

    public override void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        if (!error.PreventsInstruction())
        {
            if (_newlyCreated is { } created)
            {
                _created.Add(created);
            }

            if (_newlyGone is { } gone)
            {
                _gone.Add(gone);
            }

            return;
        }

        foreach (var (account, slot) in _newSlots)
        {
            _before[account].Storage.Remove(slot);
        }

        foreach (var account in _newAccounts)
        {
            _before.Remove(account);
        }
    }

    /// <summary>From Cancun on, only a contract of this transaction goes (EIP-6780).</summary>
    private void MarkGone(in Address account)
    {
        if (!_subject.Block.Rules.IsCancun || _created.Contains(account))
        {
            _newlyGone = account;
        }
    }

    private void MarkCreated(in Address account)
    {
        Add(account);
        _newlyCreated = account;
    }

    private void Add(in Address address)
    {
        if (_before.ContainsKey(address))
        {
            return;
        }

        var account = _subject.World.GetAccount(address);
        _before.Add(address, new PrestateAccount(account, _subject.World.GetCode(account)));
        _newAccounts.Add(address);
    }

    private void AddSlot(AccountState account, in UInt256 slot)
    {
        Add(account.Address);
        if (!options.DisableStorage && _before[account.Address].Storage.TryAdd(slot, default))
        {
            _before[account.Address].Storage[slot] = _subject.World.GetSlot(account, slot).Current;
            _newSlots.Add((account.Address, slot));
        }
    }

    /// <summary>The account whose code another one runs (EIP-7702).</summary>
    private void AddDelegate(in Address address)
    {
        var account = _subject.World.GetAccount(address);
        if (_subject.Block.Rules.IsPrague && _subject.World.GetCode(account).TryGetDelegation(out var target))
        {
            Add(target);
        }
    }

    /// <summary>Memory costs words²/512 + 3 words: init code that could not be paid for is not copied either.</summary>
    private static bool CanPayFor(in UInt256 size, long gas)
    {
        const ulong MostWords = 1 << 24;
        var words = size.FitsUInt64 ? (size.Low64 / 32) + 1 : ulong.MaxValue;
        return words <= MostWords && (words * words / 512) <= (ulong)gas;
    }

    /// <summary>A part of memory, which may end before it.</summary>
    private static byte[] InitCode(ReadOnlySpan<byte> memory, in UInt256 offset, int size)
    {
        var code = new byte[size];
        if (offset.FitsUInt64 && offset.Low64 < (ulong)memory.Length)
        {
            var rest = memory[(int)offset.Low64..];
            rest[..Math.Min(rest.Length, size)].CopyTo(code);
        }

        return code;
    }
}
