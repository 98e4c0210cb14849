namespace PoaSidechain.Network.Rlpx;

/// <summary>A message as it was read: its id on the line and its payload, decompressed.</summary>
/// <param name="Id">The id, base protocol and all others counted through.</param>
/// <param name="Payload">RLP; belongs to the reader.</param>
internal readonly record struct WireMessage(ulong Id, ReadOnlyMemory<byte> Payload);
