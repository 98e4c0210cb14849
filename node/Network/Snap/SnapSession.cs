using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Snap;

/// <summary>The snap protocol with one peer, beside its eth session.</summary>
/// <remarks>Thread: any may ask; what the peer sends is handled one after another.</remarks>
internal sealed class SnapSession(RlpxSession session, SharedCapability capability, EthSession eth, SnapServices services)
{
    private readonly RequestChannel _channel = new(session, capability, services.Time, services.Metrics);

    /// <summary>The peer's key.</summary>
    public NodeId Id => session.Remote.NodeId;

    /// <summary>Questions that wait for an answer.</summary>
    public int RequestsInFlight => _channel.InFlight;

    /// <summary>True when the last request was not answered in time.</summary>
    public bool IsSlow => _channel.IsSlow;

    /// <summary>False once the session is over.</summary>
    public bool IsOpen => _channel.IsOpen;

    /// <summary>Ends the session because of what the peer did.</summary>
    public void Penalize(PeerFault fault, string detail) => session.End(SessionEnd.ForFault(fault, detail));

    /// <summary>Asks for accounts.</summary>
    public Task<AccountRangeAnswer?> GetAccountsAsync(AccountRangeRequest request, CancellationToken cancellation) =>
        AskAsync(SnapMessage.GetAccountRange, writer => SnapCodec.Write(writer, request), SnapCodec.ReadAccountRange, cancellation);

    /// <summary>Asks for slots.</summary>
    public Task<StorageRangesAnswer?> GetStoragesAsync(StorageRangesRequest request, CancellationToken cancellation) =>
        AskAsync(SnapMessage.GetStorageRanges, writer => SnapCodec.Write(writer, request), SnapCodec.ReadStorageRanges, cancellation);

    /// <summary>Asks for codes.</summary>
    public Task<ReadOnlyMemory<byte>[]?> GetCodesAsync(CodesRequest request, CancellationToken cancellation) =>
        AskAsync(SnapMessage.GetByteCodes, writer => SnapCodec.Write(writer, request), SnapCodec.ReadBytes, cancellation);

    /// <summary>Asks for trie nodes.</summary>
    public Task<ReadOnlyMemory<byte>[]?> GetNodesAsync(TrieNodesRequest request, CancellationToken cancellation) =>
        AskAsync(SnapMessage.GetTrieNodes, writer => SnapCodec.Write(writer, request), SnapCodec.ReadBytes, cancellation);

    /// <summary>Takes a message of the snap protocol.</summary>
    public async ValueTask HandleAsync(WireMessage message, CancellationToken cancellation)
    {
        var code = (int)message.Id;
        if (!eth.IsReady)
        {
            throw new WireException(PeerFault.UnexpectedStatus, $"{SnapMessage.Names[code]} came before status");
        }

        if (await services.Server.AnswerAsync(code, message.Payload, cancellation) is { } answer)
        {
            await session.SendAsync(capability, answer.Code, answer.Payload, cancellation);
            return;
        }

        _channel.Take(code, message.Payload.Span);
    }

    /// <summary>Ends all waits; called when the session is over.</summary>
    public void Close() => _channel.Close();

    private Task<T?> AskAsync<T>(int code, Action<RlpWriter> write, PendingRequest<T>.Decoder decode, CancellationToken cancellation)
        where T : class =>
        _channel.AskAsync(
            code,
            id =>
            {
                using var writer = new RlpWriter(1024);
                var list = writer.BeginList();
                writer.Write(id);
                write(writer);
                writer.EndList(list);
                return writer.ToArray();
            },
            new PendingRequest<T>(code + 1, decode),
            cancellation);
}
