using System.Collections.Concurrent;
using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>An honest peer that asks for headers and bodies, one question after another, and notes how long the answers take.</summary>
internal sealed class GoodPeer : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ScriptedPeer _peer;
    private readonly AttackTarget _target;
    private ulong _id;

    private GoodPeer(ScriptedPeer peer, AttackTarget target) => (_peer, _target) = (peer, target);

    /// <summary>True as long as the node keeps it.</summary>
    public bool IsConnected => _peer.IsRunning;

    public static async Task<GoodPeer> ConnectAsync(AttackTarget target, IBlockTree tree)
    {
        var peer = await ScriptedPeer.DialAsync(target.Enode, "good peer", tree);
        peer.SayStatus(target.Status);
        await peer.UntilReceivedAsync(EthMessage.Status);
        return new GoodPeer(peer, target);
    }

    /// <summary>Asks until told to stop; the times of the answers.</summary>
    public async Task<IReadOnlyList<TimeSpan>> AskUntilAsync(CancellationToken stop)
    {
        var times = new ConcurrentQueue<TimeSpan>();
        while (!stop.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            await AskAsync(EthMessage.GetBlockHeaders, EthMessage.BlockHeaders, id => EthCodec.EncodeRequest(id, HeadersRequest.From(0, 16), EthCodec.WriteHeadersRequest));
            await AskAsync(EthMessage.GetBlockBodies, EthMessage.BlockBodies, id => EthCodec.EncodeRequest(id, _target.Hashes.Take(16).ToArray(), EthCodec.WriteHashes));
            times.Enqueue(TimeProvider.System.GetElapsedTime(began) / 2);
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }

        return [.. times.Order()];
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private async Task AskAsync(int question, int answer, Func<ulong, byte[]> encode)
    {
        var id = ++_id;
        _peer.Send(question, encode(id));
        await _peer.UntilReceivedAsync(answer, payload => EthCodec.DecodeRequestId(payload.Span, out _) == id);
        _peer.Received.Clear();
    }
}
