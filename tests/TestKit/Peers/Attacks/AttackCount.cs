namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>What an attack sent. Thread: any.</summary>
internal sealed class AttackCount
{
    private long _connections;
    private long _messages;
    private long _bytes;

    /// <summary>Connections opened.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Messages or packets sent.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Sent(int bytes)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, bytes);
    }
}
