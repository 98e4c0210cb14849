using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Eth;

/// <summary>The eth protocol with one peer: Status first, then questions and answers both ways, and gossip.</summary>
/// <remarks>Thread: any may ask and send; what the peer sends is handled one after another in the order in which it came.</remarks>
internal sealed partial class EthSession(RlpxSession session, SharedCapability capability, EthServices services)
{
    private const int MaxKnownBlocks = 1024;
    private const int MaxKnownTransactions = 32_768;

    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _headLock = new();
    private volatile PeerHead? _head;
    private int _badTransactions;

    /// <summary>The peer's key.</summary>
    public NodeId Id => session.Remote.NodeId;

    /// <summary>The version of eth that is spoken.</summary>
    public int Version => capability.Version;

    /// <summary>The best block that the peer is known to have; there is one as soon as <see cref="WaitUntilReadyAsync"/> says true.</summary>
    public PeerHead Head => _head ?? throw new InvalidOperationException("The peer has not said its status yet.");

    /// <summary>Blocks that the peer has.</summary>
    public KnownHashes KnownBlocks { get; } = new(MaxKnownBlocks);

    /// <summary>Transactions that the peer has.</summary>
    public KnownHashes KnownTransactions { get; } = new(MaxKnownTransactions);

    /// <summary>True once both statuses fit and gossip may be sent.</summary>
    public bool IsReady => _ready.Task is { IsCompletedSuccessfully: true } && _head is not null;

    /// <summary>True when the peer's Status has come and fits; false when the session ended before.</summary>
    public Task<bool> WaitUntilReadyAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation) =>
        _ready.Task.WaitAsync(timeout, time, cancellation);

    /// <summary>Says who we are; to be called once, before anything else is sent.</summary>
    public void SayStatus() => Send(EthMessage.Status, EthCodec.EncodeStatus(services.Chain.MakeStatus(Version)));

    /// <summary>Ends the session because of what the peer did.</summary>
    public void Penalize(PeerFault fault, string detail) => session.End(SessionEnd.ForFault(fault, detail));

    /// <summary>Notes a better head. A total difficulty of 0 means that only its height is known.</summary>
    public void NoteHead(in Hash256 hash, ulong? number, in UInt256 totalDifficulty)
    {
        lock (_headLock)
        {
            var current = Head;
            if (totalDifficulty > current.TotalDifficulty)
            {
                _head = new PeerHead(hash, number, totalDifficulty);
            }
            else if (hash == current.Hash && number is not null)
            {
                _head = current with { Number = number };
            }
        }
    }

    /// <summary>Sends a block whole, unless the peer has it; false when it was not sent.</summary>
    public bool SendBlock(in Hash256 hash, ReadOnlyMemory<byte> newBlockPayload) =>
        KnownBlocks.Add(hash) && Send(EthMessage.NewBlock, newBlockPayload);

    /// <summary>Announces a block, unless the peer has it or <paramref name="again"/> says to do so anyway.</summary>
    public bool AnnounceBlock(BlockHeader header, bool again = false) =>
        (KnownBlocks.Add(header.Hash) || again)
        && Send(EthMessage.NewBlockHashes, EthCodec.EncodeBlockAnnouncements([new BlockAnnouncement(header.Hash, header.Number)]));

    /// <summary>Sends transactions whole and remembers that the peer has them.</summary>
    public bool SendTransactions(IReadOnlyList<Transaction> transactions)
    {
        MarkKnown(transactions);
        return Send(EthMessage.Transactions, EthCodec.EncodeTransactions(transactions));
    }

    /// <summary>Announces transactions and remembers that the peer knows of them.</summary>
    public bool AnnounceTransactions(IReadOnlyList<Transaction> transactions)
    {
        MarkKnown(transactions);
        return Send(EthMessage.NewPooledTransactionHashes, EthCodec.EncodeTransactionAnnouncements(Version, transactions));
    }

    /// <summary>Counts bad transactions up and good ones down; says where the count stands.</summary>
    public int NoteTransaction(bool isBad)
    {
        var count = isBad ? Interlocked.Increment(ref _badTransactions) : Interlocked.Decrement(ref _badTransactions);
        if (count < 0)
        {
            Interlocked.Exchange(ref _badTransactions, 0);
        }

        return count;
    }

    /// <summary>Takes a message of the eth protocol.</summary>
    public async ValueTask HandleAsync(WireMessage message, CancellationToken cancellation)
    {
        var code = (int)message.Id;
        if (code == EthMessage.Status)
        {
            TakeStatus(EthCodec.DecodeStatus(message.Payload.Span));
            return;
        }

        if (_head is null)
        {
            throw new WireException(PeerFault.UnexpectedStatus, $"{EthMessage.Names[code]} came before status");
        }

        if (TakeGossip(code, message.Payload.Span) || TakeAnswer(code, message.Payload.Span))
        {
            return;
        }

        var (answerCode, answer) = services.Server.Answer(Version, code, message.Payload.Span)
            ?? throw new WireException(PeerFault.UnknownMessage, $"{EthMessage.Names[code]} does not exist in eth/{Version}");
        await session.SendAsync(capability, answerCode, answer, cancellation);
    }

    /// <summary>Ends all waits; called when the session is over.</summary>
    public void Close()
    {
        _ready.TrySetResult(false);
        _channel.Close();
    }

    private bool Send(int code, ReadOnlyMemory<byte> payload) => session.TrySend(capability, code, payload);

    private void TakeStatus(EthStatus status)
    {
        if (_head is not null)
        {
            throw new WireException(PeerFault.UnexpectedStatus, "a second status");
        }

        var (fault, detail) = services.Chain.Judge(status, Version);
        if (fault != PeerFault.None)
        {
            throw new WireException(fault, detail);
        }

        _head = new PeerHead(status.HeadHash, null, status.TotalDifficulty);
        KnownBlocks.Add(status.HeadHash);
        _ready.TrySetResult(true);
    }

    private bool TakeGossip(int code, ReadOnlySpan<byte> payload)
    {
        switch (code)
        {
            case EthMessage.NewBlockHashes:
                var announced = EthCodec.DecodeBlockAnnouncements(payload);
                Array.ForEach(announced, announcement => KnownBlocks.Add(announcement.Hash));
                services.Events.BlocksAnnounced(this, announced);
                return true;
            case EthMessage.NewBlock:
                var (block, totalDifficulty) = EthCodec.DecodeNewBlock(payload);
                KnownBlocks.Add(block.Hash);
                services.Events.BlockReceived(this, block, totalDifficulty);
                return true;
            case EthMessage.Transactions:
                var transactions = EthCodec.DecodeTransactions(payload);
                MarkKnown(transactions);
                services.Events.TransactionsReceived(this, transactions);
                return true;
            case EthMessage.NewPooledTransactionHashes:
                var hashes = EthCodec.DecodeTransactionAnnouncements(Version, payload);
                Array.ForEach(hashes, announcement => KnownTransactions.Add(announcement.Hash));
                services.Events.TransactionsAnnounced(this, hashes);
                return true;
            default:
                return false;
        }
    }

    private void MarkKnown(IReadOnlyList<Transaction> transactions)
    {
        foreach (var transaction in transactions)
        {
            KnownTransactions.Add(transaction.Hash);
        }
    }
}
