using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class WorldStateTests
{
    private static readonly Address A = Address.FromNumber(0xa0);
    private static readonly Address B = Address.FromNumber(0xb0);
    private static readonly Address Ripemd = Address.FromNumber(3);
    private static readonly ForkRules London = ForkRules.Of(Fork.London);
    private static readonly ForkRules Homestead = ForkRules.Of(Fork.Homestead);
    private static readonly Code Contract = new([0x60, 0x01]);

    /// <summary>Each kind of change, to see that reverting takes it back; the last column tells where to look.</summary>
    public static TheoryData<string, Action<WorldState>, Func<WorldState, object>> Changes => new()
    {
        { "balance up", w => w.AddBalance(w.GetAccount(A), 5), w => w.GetAccount(A).Balance },
        { "balance down", w => w.SubtractBalance(w.GetAccount(A), 5), w => w.GetAccount(A).Balance },
        { "balance of nobody", w => w.AddBalance(w.GetAccount(B), 5), w => (w.GetAccount(B).Exists, w.GetAccount(B).Balance) },
        { "nonce", w => w.SetNonce(w.GetAccount(A), 9), w => w.GetAccount(A).Nonce },
        { "code", w => w.SetCode(w.GetAccount(A), new Code([1])), w => (w.GetAccount(A).CodeHash, w.GetCode(w.GetAccount(A)).Length) },
        { "slot", w => w.SetStorage(w.GetAccount(A), w.GetSlot(w.GetAccount(A), 1), 8), w => w.GetSlot(w.GetAccount(A), 1).Current },
        { "transient slot", w => w.SetTransient(w.GetAccount(A), 1, 8), w => w.GetTransient(w.GetAccount(A), 1) },
        { "creation", w => w.Create(w.GetAccount(B)), w => w.GetAccount(B).Exists },
        { "contract creation", w => w.CreateContract(w.GetAccount(B)), w => (w.GetAccount(B).Exists, w.GetAccount(B).IsCreatedInTransaction) },
        { "self-destruction", w => w.SelfDestruct(w.GetAccount(A)), w => w.GetAccount(A).IsSelfDestructed },
        { "warm account", w => w.Warm(w.GetAccount(A)), w => w.GetAccount(A).IsWarm },
        { "warm slot", w => w.Warm(w.GetAccount(A), w.GetSlot(w.GetAccount(A), 1)), w => w.GetSlot(w.GetAccount(A), 1).IsWarm },
        { "log", w => w.AddLog(new Log(A, default, default)), w => w.Logs.Count },
        { "refund", w => w.Refund += 4800, w => w.Refund },
    };

    /// <summary>Writes between two points of return are journaled once: every point must still be found again, whatever was written and taken back between.</summary>
    [Fact]
    public void A_slot_written_many_times_goes_back_to_its_value_at_each_snapshot()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var world = Begin(WithContract());
            var slot = world.GetSlot(world.GetAccount(A), 1);
            Stack<(StateSnapshot Snapshot, UInt256 Value)> points = new();
            for (var step = 0; step < 60; step++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        points.Push((world.TakeSnapshot(), slot.Current));
                        break;
                    case 1 when points.Count > 0:
                        for (var more = random.Next(points.Count); more > 0; more--)
                        {
                            points.Pop(); // calls that succeeded
                        }

                        var (snapshot, value) = points.Pop();
                        world.Revert(snapshot);
                        Assert.Equal(value, slot.Current);
                        break;
                    default:
                        world.SetStorage(world.GetAccount(A), slot, (UInt256)(ulong)random.Next(5));
                        break;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Reverting_takes_back_what_came_after_the_snapshot_and_nothing_before(
        string name, Action<WorldState> change, Func<WorldState, object> look)
    {
        var world = Begin(WithContract());
        var start = look(world);
        var outer = world.TakeSnapshot();
        change(world);
        var changed = look(world);
        var inner = world.TakeSnapshot();
        world.SetStorage(world.GetAccount(A), world.GetSlot(world.GetAccount(A), 1), 99);
        world.SetTransient(world.GetAccount(A), 1, 99);
        world.AddBalance(world.GetAccount(A), 99);

        world.Revert(inner);
        Assert.True(changed.Equals(look(world)), name);
        Assert.False(changed.Equals(start), name);
        world.Revert(outer);

        Assert.True(start.Equals(look(world)), name);
        world.FinishTransaction(London);
        Assert.Empty(world.CollectChanges().Accounts);
    }

    [Fact]
    public void Random_reverts_leave_what_the_kept_changes_made()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var world = Begin(WithContract());
            List<(StateSnapshot Snapshot, Dictionary<UInt256, UInt256> Slots, UInt256 Balance)> stack = [];
            var account = world.GetAccount(A);
            Dictionary<UInt256, UInt256> slots = new() { [1] = 7 };
            for (var i = 0; i < 200; i++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        stack.Add((world.TakeSnapshot(), new(slots), account.Balance));
                        break;
                    case 1 when stack.Count > 0:
                        var back = random.Next(stack.Count);
                        world.Revert(stack[back].Snapshot);
                        slots = stack[back].Slots;
                        Assert.Equal(stack[back].Balance, account.Balance);
                        stack.RemoveRange(back, stack.Count - back);
                        break;
                    case 2:
                        world.AddBalance(account, (UInt256)random.Next(5));
                        break;
                    default:
                        UInt256 key = random.Next(4);
                        slots[key] = random.Next(3);
                        world.SetStorage(account, world.GetSlot(account, key), slots[key]);
                        break;
                }
            }

            Assert.All(slots, slot => Assert.Equal(slot.Value, world.GetSlot(account, slot.Key).Current));
        }
    }

    [Fact]
    public void Slot_has_its_value_before_the_block_before_the_transaction_and_now()
    {
        var world = Begin(WithContract());
        var account = world.GetAccount(A);
        var slot = world.GetSlot(account, 1);
        world.SetStorage(account, slot, 8);
        world.FinishTransaction(London);
        world.BeginTransaction();
        world.SetStorage(account, world.GetSlot(account, 1), 9);

        Assert.Same(slot, world.GetSlot(account, 1));
        Assert.Equal<UInt256>(7, slot.AtBlockStart);
        Assert.Equal<UInt256>(8, slot.Original);
        Assert.Equal<UInt256>(9, slot.Current);
    }

    [Fact]
    public void Slot_set_back_to_its_value_before_the_block_is_no_change()
    {
        var world = Begin(WithContract());
        Set(world, 1, 8);
        world.FinishTransaction(London);
        world.BeginTransaction();
        Set(world, 1, 7);
        world.FinishTransaction(London);

        Assert.Empty(world.CollectChanges().Accounts);
    }

    [Fact]
    public void Nothing_is_warm_or_transient_or_logged_in_the_next_transaction()
    {
        var world = Begin(WithContract());
        var account = world.GetAccount(A);
        Assert.True(world.Warm(account));
        Assert.False(world.Warm(account));
        Assert.True(world.Warm(account, world.GetSlot(account, 1)));
        Assert.False(world.Warm(account, world.GetSlot(account, 1)));
        world.SetTransient(account, 1, 5);
        world.AddLog(new Log(A, default, default));
        world.Refund = 3;
        world.FinishTransaction(London);

        world.BeginTransaction();

        Assert.False(account.IsWarm);
        Assert.False(world.GetSlot(account, 1).IsWarm);
        Assert.True(world.GetTransient(account, 1).IsZero);
        Assert.Empty(world.Logs);
        Assert.Equal(0, world.Refund);
    }

    [Fact]
    public void Touched_empty_account_goes_from_eip_161_on_and_stays_before()
    {
        foreach (var (rules, stays) in new[] { (London, false), (Homestead, true) })
        {
            var world = Begin(With(A, Account.Empty));
            world.AddBalance(world.GetAccount(A), default);
            world.FinishTransaction(rules);

            Assert.Equal(stays, world.GetAccount(A).Exists);
            Assert.Equal(stays ? 0 : 1, world.CollectChanges().Accounts.Count);
        }
    }

    [Fact]
    public void Empty_account_that_is_only_looked_at_or_whose_touch_was_reverted_stays()
    {
        var world = Begin(With(A, Account.Empty));
        world.Warm(world.GetAccount(A));
        var snapshot = world.TakeSnapshot();
        world.Touch(world.GetAccount(A));
        world.Revert(snapshot);
        world.FinishTransaction(London);

        Assert.True(world.GetAccount(A).Exists);
    }

    [Fact]
    public void Touch_of_the_ripemd_precompile_outlives_a_revert()
    {
        foreach (var (isFailed, stays) in new[] { (false, false), (true, true) })
        {
            var world = Begin(With(Ripemd, Account.Empty));
            var snapshot = world.TakeSnapshot();
            world.Touch(world.GetAccount(Ripemd));
            world.Revert(snapshot);
            world.FinishTransaction(London, isFailed);

            Assert.Equal(stays, world.GetAccount(Ripemd).Exists);
        }
    }

    [Fact]
    public void Condemned_contract_goes_with_its_storage_at_the_end_of_the_transaction()
    {
        var view = WithContract();
        var world = Begin(view);
        var account = world.GetAccount(A);
        world.SelfDestruct(account);
        Assert.Equal<UInt256>(7, world.GetSlot(account, 1).Current);

        var gone = world.FinishTransaction(London);

        Assert.Equal([A], gone);
        Assert.False(account.Exists);
        Assert.True(world.GetSlot(account, 1).Current.IsZero);
        Assert.False(WorldState.HasStorage(account));
        Assert.Equal(Keccak256.OfEmptyTrie, view.Apply(world.CollectChanges()).Root);
    }

    [Fact]
    public void Contract_made_again_in_the_same_block_has_only_its_new_storage()
    {
        var view = WithContract();
        var world = Begin(view);
        world.SelfDestruct(world.GetAccount(A));
        world.FinishTransaction(London);
        world.BeginTransaction();
        var account = world.GetAccount(A);
        world.CreateContract(account);
        Assert.True(account.IsCreatedInTransaction);
        world.SetNonce(account, 1);
        world.SetCode(account, Contract);
        Set(world, 2, 5);
        world.FinishTransaction(London);

        var after = view.Apply(world.CollectChanges());

        Assert.True(after.GetStorage(account.AddressHash, StorageSlot.HashOf(1)).IsZero);
        Assert.Equal<UInt256>(5, after.GetStorage(account.AddressHash, StorageSlot.HashOf(2)));
        var fresh = StateView.Empty.Apply(Single(A, Account.Empty with { Nonce = 1, CodeHash = Contract.Hash }, [(2, 5)]));
        Assert.Equal(fresh.Root, after.Root);
    }

    [Fact]
    public void Account_that_came_and_went_in_one_block_is_no_change()
    {
        var world = Begin(StateView.Empty);
        world.CreateContract(world.GetAccount(B));
        world.SetCode(world.GetAccount(B), Contract);
        world.SelfDestruct(world.GetAccount(B));
        world.FinishTransaction(London);

        Assert.Empty(world.CollectChanges().Accounts);
        Assert.Empty(world.CollectChanges().Codes);
    }

    [Fact]
    public void New_code_is_among_the_changes_and_code_in_the_state_is_read_once()
    {
        var world = Begin(WithContract());
        var created = new Code([0xfe]);
        world.SetCode(world.GetAccount(B), created);
        world.FinishTransaction(London);

        Assert.Same(world.GetCode(world.GetAccount(A)), world.GetCode(world.GetAccount(A)));
        Assert.Equal(Contract.Hash, world.GetCode(world.GetAccount(A)).Hash);
        Assert.Equal([created.Hash], world.CollectChanges().Codes.Keys);
    }

    private static WorldState Begin(StateView view)
    {
        var world = new WorldState(view);
        world.BeginTransaction();
        return world;
    }

    private static void Set(WorldState world, in UInt256 key, in UInt256 value)
    {
        var account = world.GetAccount(A);
        world.SetStorage(account, world.GetSlot(account, key), value);
    }

    private static StateView WithContract()
    {
        var changes = Single(A, Account.Empty with { Nonce = 1, Balance = 100, CodeHash = Contract.Hash }, [(1, 7)]);
        changes.Codes[Contract.Hash] = Contract;
        return StateView.Empty.Apply(changes);
    }

    private static StateView With(in Address address, in Account account) => StateView.Empty.Apply(Single(address, account, []));

    private static StateChanges Single(in Address address, in Account account, (UInt256 Key, UInt256 Value)[] slots)
    {
        var changes = new StateChanges();
        var slotChanges = slots.Select(slot => new SlotChange(StorageSlot.HashOf(slot.Key), slot.Value)).ToList();
        changes.Accounts.Add(new AccountChange(Keccak256.Hash(address.Bytes), account, StorageWiped: false, slotChanges));
        return changes;
    }
}
