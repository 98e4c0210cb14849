using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Network.Snap;

namespace PoaSidechain.Network.Peers;

/// <summary>A connected peer whose chain fits ours.</summary>
/// <param name="Connection">Where it is and who dialled.</param>
/// <param name="Session">The RLPx session.</param>
/// <param name="Eth">The eth session.</param>
internal sealed record Peer(Connection Connection, RlpxSession Session, EthSession Eth)
{
    /// <summary>The snap session; null when the peer does not serve states, or this node does not ask for them.</summary>
    public SnapSession? Snap { get; init; }

    /// <summary>The peer's key.</summary>
    public NodeId Id => Eth.Id;

    /// <summary>Ends all waits for answers: the session is over.</summary>
    public void Close()
    {
        Eth.Close();
        Snap?.Close();
    }

    /// <summary>Object identity: a node that comes back is another peer.</summary>
    public bool Equals(Peer? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
