namespace PoaSidechain.Network.Discovery;

/// <summary>Which part of an answer a packet is.</summary>
internal enum ReplyStep
{
    /// <summary>More may come.</summary>
    Part,

    /// <summary>The question is answered.</summary>
    Last,
}
