using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Contracts;

/// <summary>The <c>Attestations</c> predeploy: how signers see each other's signatures.</summary>
/// <remarks>
/// Events show what others propose; what counts as signed is asked of the contract and every signature checked here. Thread: the loop only.
/// </remarks>
internal sealed class NoticeBoard(NodeClient node, BridgeIdentity identity)
{
    /// <summary>Blocks looked through again at each refresh: posts may have moved in a reorganisation.</summary>
    private const ulong ReorgSlack = 32;

    /// <summary>Blocks looked back after a start: longer than any attempt at a checkpoint or deposit lasts.</summary>
    private const ulong StartWindow = 4_096;

    private static readonly AbiEvent Attested = BridgeAbi.Attestations.Event("Attested");

    private readonly Dictionary<(Hash256 Digest, Address Signer), BoardEntry> _entries = [];
    private ulong? _searchedTo;

    /// <summary>Reads what was posted since the last time.</summary>
    public async Task RefreshAsync(ulong head, CancellationToken cancellationToken)
    {
        var from = _searchedTo is { } searched ? Below(Math.Min(searched, head), ReorgSlack) : Below(head, StartWindow);
        var logs = await node.Chain.LogsAsync(new LogFilter(Predeploys.Attestations, from, head, Attested.Topic), cancellationToken);
        foreach (var entry in logs.Select(Read).OfType<BoardEntry>())
        {
            _entries[(entry.Digest, entry.Signer)] = entry;
        }

        _searchedTo = head;
        foreach (var old in _entries.Where(e => e.Value.Block + (2 * StartWindow) < head).Select(e => e.Key).ToArray())
        {
            _entries.Remove(old);
        }
    }

    /// <summary>What was posted about messages of a type, oldest first.</summary>
    public IEnumerable<BoardEntry> Entries(Hash256 typeHash) =>
        _entries.Values.Where(e => e.Encoded.Span.StartsWith(typeHash.Bytes)).OrderBy(e => e.Block);

    /// <summary>The message behind a digest, wherever in the chain it was posted; null if it never was.</summary>
    public async Task<BoardEntry?> FindAsync(Hash256 digest, ulong fromBlock, ulong head, CancellationToken cancellationToken)
    {
        var known = _entries.Values.FirstOrDefault(e => e.Digest == digest);
        if (known is not null)
        {
            return known;
        }

        var logs = await node.Chain.LogsAsync(new LogFilter(Predeploys.Attestations, fromBlock, head, Attested.Topic, digest), cancellationToken);
        return logs.Select(Read).OfType<BoardEntry>().FirstOrDefault();
    }

    /// <summary>True when an account's signature over a digest is there.</summary>
    public async Task<bool> HasAttestedAsync(Hash256 digest, Address signer, CancellationToken cancellationToken)
    {
        var function = BridgeAbi.Attestations.Function("hasAttested");
        var answer = await node.ViewAsync(Predeploys.Attestations, function.EncodeCall(digest, signer), cancellationToken);
        return function.DecodeResult(answer.Span).Get<bool>(0);
    }

    /// <summary>The signatures of a set's members over a digest; only those that are right.</summary>
    public async Task<QuorumSignatures> CollectAsync(Hash256 digest, SignerSet set, CancellationToken cancellationToken)
    {
        var function = BridgeAbi.Attestations.Function("collect");
        var answer = await node.ViewAsync(Predeploys.Attestations, function.EncodeCall(digest, set.Bytes), cancellationToken);
        var values = function.DecodeResult(answer.Span);
        var posted = new QuorumSignatures(values.Get<UInt256>(0), values.Get<ReadOnlyMemory<byte>>(1));
        return QuorumSignatures.Pack(set, digest, posted.Unpack(set).Select(s => s.Signature));
    }

    /// <summary>Call data that posts a signature.</summary>
    public byte[] Post(IBridgeMessage message, SignerSet registrySet, Address signer, CompactSignature signature) =>
        BridgeAbi.Attestations.Function("attest").EncodeCall(
            identity.DomainSeparator, message.Encode(), registrySet.Bytes, registrySet.IndexOf(signer), signature.R, signature.Vs);

    private static ulong Below(ulong number, ulong distance) => number > distance ? number - distance : 0;

    /// <summary>A post in our own domain, or null.</summary>
    private BoardEntry? Read(ChainLog log)
    {
        if (!Attested.Matches(log.ToLog()))
        {
            return null;
        }

        var values = Attested.Decode(log.ToLog());
        var encoded = values.Get<ReadOnlyMemory<byte>>("encoded");
        var digest = values.Get<Hash256>("digest");
        return identity.DigestOfEncoded(encoded.Span) == digest
            ? new BoardEntry(digest, values.Get<Address>("signer"), encoded, log.BlockNumber)
            : null;
    }
}
