using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>Attacks below the messages: connections, handshakes, frames, compression.</summary>
internal static class RlpxAttacks
{
    private static readonly byte[] Ping = [0xc0];

    public static IReadOnlyList<Attack> All { get; } =
    [
        Connection("connections that say nothing", HoldAsync),
        Connection("handshakes of random bytes", async (stream, _, random, cancellation) => await SendAsync(stream, RandomPacket(random), cancellation)),
        Connection("handshakes encrypted to the node, random inside", async (stream, target, random, cancellation) =>
            await SendAsync(stream, HandshakePacket.Seal(target.Enode.Id, Bytes(random, random.Next(0, 600))), cancellation)),
        Frame("frames with a wrong MAC", 4, async (stream, random, cancellation) => await SendAsync(stream, Bytes(random, 64), cancellation)),
        Frame("frames cut off in the middle", 8, static (_, _, _) => Task.FromResult(0)),
        Session("hello twice", static async (peer, _, _, cancellation) => await SendBareAsync(peer, BaseMessage.Hello, Ping, cancellation)),
        Session("base messages beyond 2 KiB", static async (peer, random, _, cancellation) =>
            await SendBareAsync(peer, BaseMessage.Ping, Bytes(random, 4096), cancellation)),
        Session("message ids of no protocol", static async (peer, random, _, cancellation) =>
            await SendBareAsync(peer, random.Next(40, int.MaxValue), Ping, cancellation)),
        Session("payloads that are not Snappy", static async (peer, random, _, cancellation) =>
            await SendUncompressedAsync(peer, 0x12, Bytes(random, random.Next(1, 5000)), cancellation)),
        Session("Snappy bombs: 10 MiB claimed by eight bytes", static async (peer, _, _, cancellation) =>
            await SendUncompressedAsync(peer, 0x12, (byte[])[0xff, 0xff, 0xff, 0x04, 0, 1, 2, 3], cancellation)),
        Session("Snappy bombs: 10 MiB of zeros", static async (peer, _, _, cancellation) =>
            await SendBareAsync(peer, 0x12, new byte[10 * 1024 * 1024], cancellation)),
        Session("frames of 16 MiB", static async (peer, _, _, cancellation) => await SendUncompressedAsync(peer, 0x12, new byte[16_000_000], cancellation)),
        Session("floods of pings", static async (peer, _, _, cancellation) => await SendBareAsync(peer, BaseMessage.Ping, Ping, cancellation)),
    ];

    public static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>An attack that opens a session, as far as Hello, and sends one kind of message until the node has enough.</summary>
    private static Attack Session(string name, Func<RawPeer, Random, AttackTarget, CancellationToken, Task<int>> send) => new(
        name,
        IsUdp: false,
        (target, random, count, cancellation) => RepeatAsync(async () =>
        {
            await using var peer = await RawPeer.OpenAsync(target.Enode, status: null);
            count.Connected();
            while (true)
            {
                count.Sent(await send(peer, random, target, cancellation));
            }
        }, cancellation));

    private static Attack Connection(string name, Func<Stream, AttackTarget, Random, CancellationToken, Task<int>> send) => new(
        name,
        IsUdp: false,
        (target, random, count, cancellation) => RepeatAsync(async () =>
        {
            await using var stream = await RawPeer.ConnectAsync(target.Enode, cancellation);
            count.Connected();
            count.Sent(await send(stream, target, random, cancellation));
            await UntilClosedAsync(stream, cancellation);
        }, cancellation));

    /// <summary>A handshake, and then bytes that are no frame.</summary>
    private static Attack Frame(string name, int headBytes, Func<Stream, Random, CancellationToken, Task<int>> send) => new(
        name,
        IsUdp: false,
        (target, random, count, cancellation) => RepeatAsync(async () =>
        {
            await using var stream = await RawPeer.ConnectAsync(target.Enode, cancellation);
            using var key = PrivateKey.Generate();
            using var keys = HandshakeKeys.Generate(key);
            await Handshake.InitiateAsync(stream, keys, target.Enode.Id, cancellation);
            count.Connected();
            count.Sent(await SendAsync(stream, Bytes(random, headBytes), cancellation) + await send(stream, random, cancellation));
            await UntilClosedAsync(stream, cancellation);
        }, cancellation));

    /// <summary>Does a thing again whenever the node ends it, until the time is over.</summary>
    public static async Task RepeatAsync(Func<Task> act, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await act();
            }
            catch (Exception e) when (RawPeer.IsEnd(e))
            {
                // as it should: the node hung up
            }
        }
    }

    /// <summary>Opens two hundred connections and keeps them.</summary>
    private static async Task<int> HoldAsync(Stream stream, AttackTarget target, Random random, CancellationToken cancellation)
    {
        var held = new List<Stream>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                held.Add(await RawPeer.ConnectAsync(target.Enode, cancellation));
            }

            await UntilClosedAsync(stream, cancellation);
            return 0;
        }
        finally
        {
            held.ForEach(static one => one.Dispose());
        }
    }

    private static async Task UntilClosedAsync(Stream stream, CancellationToken cancellation)
    {
        var scratch = new byte[4096];
        while (await stream.ReadAsync(scratch, cancellation) > 0)
        {
            // what the node says does not matter
        }
    }

    private static byte[] RandomPacket(Random random)
    {
        var packet = Bytes(random, random.Next(2, 2050));
        if (random.Next(2) == 0)
        {
            (packet[0], packet[1]) = ((byte)((packet.Length - 2) >> 8), (byte)(packet.Length - 2)); // the length that it has
        }

        return packet;
    }

    private static async Task<int> SendAsync(Stream stream, byte[] bytes, CancellationToken cancellation)
    {
        await stream.WriteAsync(bytes, cancellation);
        return bytes.Length;
    }

    private static async Task<int> SendBareAsync(RawPeer peer, int id, byte[] payload, CancellationToken cancellation)
    {
        await peer.SendBareAsync(id, payload, cancellation);
        return payload.Length;
    }

    private static async Task<int> SendUncompressedAsync(RawPeer peer, int id, byte[] payload, CancellationToken cancellation)
    {
        await peer.SendUncompressedAsync(id, payload, cancellation);
        return payload.Length;
    }
}
