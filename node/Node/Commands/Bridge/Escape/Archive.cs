using Microsoft.Extensions.Configuration;
using PoaSidechain.Chain.Store;
using PoaSidechain.Node.Hosting;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>The sidechain up to the last checkpoint, out of public data, with the state that L1 accepted there.</summary>
/// <remarks>Nothing is believed: every block was executed, and the last one's hash, which L1 knows, commits to all before it. Thread: one at a time.</remarks>
internal sealed class Archive : IDisposable
{
    private readonly OpenChain _chain;
    private readonly string? _temporary;

    private Archive(OpenChain chain, BlockHeader last, StateView state, string? temporary)
    {
        _chain = chain;
        _temporary = temporary;
        (Last, State) = (last, state);
    }

    /// <summary>The last block.</summary>
    public BlockHeader Last { get; }

    /// <summary>The state after it.</summary>
    public StateView State { get; }

    /// <summary>Builds the chain from exported blocks, in a folder that is kept for the next time or else in a temporary one.</summary>
    /// <exception cref="BridgeException">The blocks are another chain's, or too few, or false.</exception>
    public static async Task<Archive> RebuildAsync(
        byte[] genesis, IReadOnlyList<string> files, string? folder, EscapePoint point, TextWriter output, CancellationToken cancellationToken)
    {
        var temporary = folder is null ? Directory.CreateTempSubdirectory("poa-escape-").FullName : null;
        OpenChain? chain = null;
        try
        {
            var options = OptionsOf(folder ?? temporary!);
            InitCommand.Run(options, genesis);
            chain = OpenChain.Open(options);
            await ArchiveImport.RunAsync(chain, files, point.LastBlock, output, cancellationToken);
            return Checked(chain, point, "The archive", temporary);
        }
        catch
        {
            chain?.Dispose();
            Delete(temporary);
            throw;
        }
    }

    /// <summary>Opens a node's data folder, which must still have that block's state. No node may run on it; nothing is added to it.</summary>
    /// <exception cref="BridgeException">The chain in it is another one, or the state is not kept any more.</exception>
    public static Archive Open(string folder, EscapePoint point)
    {
        // As much of the past as there is: what a node keeps is a matter of what it writes.
        var state = new StateOptions { HistoryBlocks = 1 << 20, MaxProofDepth = int.MaxValue };
        var chain = OpenChain.Open(OptionsOf(folder) with { State = state });
        try
        {
            return Checked(chain, point, "The data folder", null);
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    /// <summary>Events of a contract in the order they happened.</summary>
    /// <exception cref="BridgeException">Receipts are missing.</exception>
    public IEnumerable<AbiTuple> Events(Address contract, AbiEvent kind)
    {
        foreach (var number in _chain.Tree.FindLogBlocks(LogIndex.AddressKind, contract.Bytes.ToArray(), 0, Last.Number))
        {
            foreach (var log in Receipts(number).SelectMany(receipt => receipt.Logs).Where(log => log.Address == contract && kind.Matches(log)))
            {
                yield return kind.Decode(log);
            }
        }
    }

    /// <summary>All blocks up to the last, with their receipts and who was paid for sealing them.</summary>
    public IEnumerable<(Block Block, Receipt[] Receipts, Address Sealer)> Blocks()
    {
        for (var number = 0UL; number <= Last.Number; number++)
        {
            var block = _chain.Tree.FindBlock(_chain.Tree.FindHash(number)!.Value) ?? throw new BridgeException($"The chain lacks block {number}.");
            yield return (block, Receipts(number), number == 0 ? Address.Zero : _chain.Engine.GetFeeRecipient(block.Header));
        }
    }

    /// <summary>An account; null when there is none.</summary>
    public Account? Find(Address account) => State.TryGetAccount(Keccak256.Hash(account.Bytes), out var found) ? found : null;

    /// <summary>A slot of an account.</summary>
    public UInt256 Read(Address account, Hash256 slot) => State.GetStorage(Keccak256.Hash(account.Bytes), Keccak256.Hash(slot.Bytes));

    /// <summary>Proofs of an account and one slot of it, as the contracts take them.</summary>
    public (object[] Account, object[] Slot) Prove(Address account, Hash256 slot)
    {
        var proof = State.CreateProof(account, [UInt256.FromBigEndian(slot.Bytes)]);
        return (Nodes(proof.Nodes), Nodes(proof.Slots[0].Nodes));
    }

    /// <summary>Proof of an account alone.</summary>
    public object[] Prove(Address account) => Nodes(State.CreateProof(account, []).Nodes);

    public void Dispose()
    {
        _chain.Dispose();
        Delete(_temporary);
    }

    private static Archive Checked(OpenChain chain, EscapePoint point, string what, string? temporary)
    {
        if (chain.Tree.Head.Number < point.LastBlock)
        {
            throw new BridgeException(
                $"{what} ends with block {chain.Tree.Head.Number}; L1's last checkpoint ends with block {point.LastBlock}. The blocks between are needed, too: "
                + "look for a longer copy of the chain.");
        }

        var last = chain.Tree.FindHeader(point.LastBlock)!;
        if (last.Hash != point.LastBlockHash)
        {
            throw new BridgeException($"{what} has block {last.Hash} at height {point.LastBlock}; L1 accepted {point.LastBlockHash} there: it is of another branch, or made up.");
        }

        if (point.StateRoot != Hash256.Zero && point.StateRoot != last.StateRoot)
        {
            throw new BridgeException($"L1 accepted block {last.Hash} with state {point.StateRoot}; its header says {last.StateRoot}. That checkpoint was false: nothing can be proven against it.");
        }

        try
        {
            var state = chain.States.ViewAt(last.Number, last.StateRoot) ?? throw new StateUnavailableException(last.Number);
            state.CreateProof(Predeploys.NativeVault, []);
            return new Archive(chain, last, state, temporary);
        }
        catch (StateUnavailableException)
        {
            throw new BridgeException($"{what} keeps the states from block {chain.States.OldestView} on; the checkpoint ends with block {last.Number}. Export its blocks (poa export) and use --archive.");
        }
    }

    private static NodeOptions OptionsOf(string folder) => NodeOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [Settings.DataDir.Key] = folder }).Build());

    private static object[] Nodes(IReadOnlyList<ReadOnlyMemory<byte>> nodes) => [.. nodes.Select(node => (object)node.ToArray())];

    private static void Delete(string? folder)
    {
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Receipt[] Receipts(ulong number) => _chain.Tree.FindReceipts(_chain.Tree.FindHash(number)!.Value)
        ?? throw new BridgeException($"The data folder has no receipts of block {number}: it joined by a downloaded state. Use a longer copy of the chain.");
}
