using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>An event. A hint: whoever serves it may have made it up.</summary>
internal sealed record ChainLog(
    Address Emitter, IReadOnlyList<Hash256> Topics, ReadOnlyMemory<byte> Data, ulong BlockNumber, Hash256 BlockHash, ulong LogIndex)
{
    /// <summary>The event alone, for decoding.</summary>
    public Log ToLog() => new(Emitter, Topics.ToArray(), Data);

    public static ChainLog Read(JsonElement log) => new(
        log.Field("address").ToAddress(),
        [.. log.Field("topics").Items().Select(t => t.ToHash())],
        log.Field("data").ToBytes(),
        log.Field("blockNumber").ToUInt64(),
        log.Field("blockHash").ToHash(),
        log.Field("logIndex").ToUInt64());
}
