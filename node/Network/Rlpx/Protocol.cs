namespace PoaSidechain.Network.Rlpx;

/// <summary>A protocol that this node speaks.</summary>
/// <param name="Capability">Name and version.</param>
/// <param name="MessageNames">A name for each message id, in order, for metrics and logs; their number is the number of ids it has.</param>
internal sealed record Protocol(Capability Capability, IReadOnlyList<string> MessageNames);
