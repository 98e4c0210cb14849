using System.Net;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>Whom an attack is made on, and what an attacker can know of it.</summary>
/// <param name="Enode">Where it listens.</param>
/// <param name="Udp">Where discovery listens; null where it does not.</param>
/// <param name="Status">A status that fits.</param>
/// <param name="Block">A block of its chain with transactions.</param>
/// <param name="Hashes">Blocks of its chain.</param>
internal sealed record AttackTarget(Enode Enode, IPEndPoint? Udp, EthStatus Status, Block Block, IReadOnlyList<Hash256> Hashes);
