using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>An entry that a contract wrote with LOG0 to LOG4.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Topics">Up to four indexed words.</param>
/// <param name="Data">The rest.</param>
public sealed record Log(Address Address, ReadOnlyMemory<Hash256> Topics, ReadOnlyMemory<byte> Data)
{
    /// <summary>Writes [address, [topics], data].</summary>
    public void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write(Address);
        var topics = writer.BeginList();
        foreach (ref readonly var topic in Topics.Span)
        {
            writer.Write(topic);
        }

        writer.EndList(topics);
        writer.Write(Data.Span);
        writer.EndList(list);
    }

    /// <summary>Reads [address, [topics], data].</summary>
    public static Log Decode(ref RlpReader reader)
    {
        var item = reader.ReadList();
        var address = item.ReadAddress();
        var topics = item.ReadHashes();
        var log = new Log(address, topics, item.ReadByteArray());
        item.ExpectEnd();
        return log;
    }
}
