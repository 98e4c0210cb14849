using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State;
using PoaSidechain.State.Snap;

namespace PoaSidechain.Network.Snap;

/// <summary>Answers questions about recent states. What this node does not have is answered by an empty list, as the protocol has it.</summary>
/// <remarks>
/// Thread: any. A session's questions are answered one after another, and no more than a few of all sessions at a time; each reads as much
/// as its answer may carry and no more.
/// </remarks>
internal sealed class SnapServer(IBlockTree tree, StateStore states) : IDisposable
{
    private readonly RecentStates _recent = new(tree, states);
    private readonly SemaphoreSlim _places = new(SnapLimits.Parallelism);

    /// <summary>Answers a request; null when the message is none.</summary>
    public async Task<(int Code, byte[] Payload)?> AnswerAsync(int code, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return Answer(code, payload.Span);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>The same, at once.</summary>
    public (int Code, byte[] Payload)? Answer(int code, ReadOnlySpan<byte> payload)
    {
        if (code is not (SnapMessage.GetAccountRange or SnapMessage.GetStorageRanges or SnapMessage.GetByteCodes or SnapMessage.GetTrieNodes))
        {
            return null;
        }

        var id = EthCodec.DecodeRequestId(payload, out var content);
        using var writer = new RlpWriter(4096);
        var answer = writer.BeginList();
        writer.Write(id);
        switch (code)
        {
            case SnapMessage.GetAccountRange:
                AnswerAccounts(writer, SnapCodec.ReadAccountRangeRequest(ref content));
                break;
            case SnapMessage.GetStorageRanges:
                AnswerStorages(writer, SnapCodec.ReadStorageRangesRequest(ref content));
                break;
            case SnapMessage.GetByteCodes:
                AnswerCodes(writer, SnapCodec.ReadCodesRequest(ref content));
                break;
            default:
                AnswerNodes(writer, SnapCodec.ReadTrieNodesRequest(ref content));
                break;
        }

        content.ExpectEnd();
        writer.EndList(answer);
        return (code + 1, writer.ToArray());
    }

    private void AnswerAccounts(RlpWriter writer, AccountRangeRequest request)
    {
        var accounts = writer.BeginList();
        List<ReadOnlyMemory<byte>> proof = [];
        if (_recent.Find(request.Root) is { } state)
        {
            var limit = writer.Written.Length + Limit(request.MaxBytes);
            var ranges = new StateRanges(state);
            Hash256? last = null;
            ranges.ReadAccounts(request.First, (in Hash256 hash, in Account account) =>
            {
                var pair = writer.BeginList();
                writer.Write(hash);
                AccountLeaf.WriteSlim(writer, account);
                writer.EndList(pair);
                last = hash;
                return hash < request.Last && writer.Written.Length < limit;
            });
            proof.AddRange(ranges.ProveAccount(request.First));
            if (last is { } end)
            {
                proof.AddRange(ranges.ProveAccount(end));
            }
        }

        writer.EndList(accounts);
        SnapCodec.WriteBytes(writer, proof);
    }

    private void AnswerStorages(RlpWriter writer, StorageRangesRequest request)
    {
        var storages = writer.BeginList();
        List<ReadOnlyMemory<byte>> proof = [];
        if (_recent.Find(request.Root) is { } state)
        {
            var ranges = new StateRanges(state);
            var start = writer.Written.Length;
            var limit = Limit(request.MaxBytes);
            var (first, last) = (request.First, request.Last);
            foreach (var account in request.Accounts)
            {
                if (writer.Written.Length - start >= limit)
                {
                    break;
                }

                var (end, isCut) = WriteStorage(writer, ranges, account, first, last, start + (int)(limit * (1 + SnapLimits.Slack)));
                if (!first.IsZero || isCut)
                {
                    proof.AddRange(ranges.ProveSlot(account, first));
                    proof.AddRange(end is { } slot ? ranges.ProveSlot(account, slot) : []);
                    break; // a proof belongs to the last storage of an answer
                }

                (first, last) = (Hash256.Zero, SnapRange.Highest);
            }
        }

        writer.EndList(storages);
        SnapCodec.WriteBytes(writer, proof);
    }

    /// <summary>Writes slots of one account; says the last one, and whether there may be more.</summary>
    private static (Hash256? End, bool IsCut) WriteStorage(
        RlpWriter writer, StateRanges ranges, in Hash256 account, in Hash256 first, in Hash256 last, int limit)
    {
        var list = writer.BeginList();
        Hash256? end = null;
        var isCut = false;
        var stop = last;
        ranges.ReadSlots(account, first, (in Hash256 slot, ReadOnlySpan<byte> leaf) =>
        {
            if (end is { } previous && (previous >= stop || writer.Written.Length >= limit))
            {
                isCut = true;
                return false;
            }

            var pair = writer.BeginList();
            writer.Write(slot);
            writer.Write(leaf);
            writer.EndList(pair);
            end = slot;
            return true;
        });
        writer.EndList(list);
        return (end, isCut);
    }

    private void AnswerCodes(RlpWriter writer, CodesRequest request)
    {
        var codes = writer.BeginList();
        var limit = writer.Written.Length + Limit(request.MaxBytes);
        foreach (var hash in request.Hashes)
        {
            if (hash == Keccak256.OfEmptyString)
            {
                writer.Write([]);
            }
            else if (states.FindCode(hash) is { } code)
            {
                writer.Write(code);
            }

            if (writer.Written.Length >= limit)
            {
                break;
            }
        }

        writer.EndList(codes);
    }

    private void AnswerNodes(RlpWriter writer, TrieNodesRequest request)
    {
        var nodes = writer.BeginList();
        if (_recent.Find(request.Root) is { } state)
        {
            var limit = writer.Written.Length + Limit(request.MaxBytes);
            var lookups = 0;
            foreach (var (owner, path) in request.PathSets.SelectMany(Split))
            {
                if (lookups++ == SnapLimits.MaxTrieNodes || writer.Written.Length >= limit)
                {
                    break;
                }

                if (new StateRanges(state).FindNode(owner, path) is not { } node)
                {
                    break; // the answer is matched by order: what comes after a gap could not be told apart
                }

                writer.Write(node);
            }
        }

        writer.EndList(nodes);
    }

    /// <summary>[path] is of the state trie; [account, path, …] of its storage trie. What has neither form asks for nothing.</summary>
    private static IEnumerable<(Hash256? Owner, byte[] Path)> Split(byte[][] set)
    {
        if (set.Length == 1)
        {
            return [(null, set[0])];
        }

        return set.Length > 1 && set[0].Length == Hash256.Size ? set.Skip(1).Select(path => ((Hash256?)new Hash256(set[0]), path)) : [];
    }

    private static int Limit(ulong asked) => (int)Math.Min(asked, SnapLimits.SoftReplyBytes);
}
