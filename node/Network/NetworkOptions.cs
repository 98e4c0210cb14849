using System.ComponentModel.DataAnnotations;
using System.Net;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network;

/// <summary>What an operator may choose about the network. Nothing here changes what a valid block is.</summary>
public sealed class NetworkOptions
{
    /// <summary>Address to listen on (<c>--nat</c> and firewalls are the operator's). Default: this machine only.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes a free one, which the node's own enode URL then names. Default 30303.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 30303;

    /// <summary>False to dial only. Default true.</summary>
    public bool Listen { get; init; } = true;

    /// <summary>Host that the node's own enode URL names, where it differs from <see cref="ListenAddress"/>. Default none.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Network id of Status; the chain id unless set.</summary>
    public ulong? NetworkId { get; init; }

    /// <summary>Most peers at a time; trusted ones come on top. Default 50.</summary>
    [Range(0, 1000)]
    public int MaxPeers { get; init; } = 50;

    /// <summary>Most peers that dialled us, so that places are left for those that we dial. Default 34.</summary>
    [Range(0, 1000)]
    public int MaxInboundPeers { get; init; } = 34;

    /// <summary>Most connections from outside whose handshake is not done. Default 50.</summary>
    [Range(1, 10_000)]
    public int MaxPendingPeers { get; init; } = 50;

    /// <summary>Of those, most from one address (of IPv6 one /64), this machine's and private ones not excepted. Default 10.</summary>
    [Range(1, 10_000)]
    public int MaxPendingPerAddress { get; init; } = 10;

    /// <summary>Nodes to stay connected to (<c>enode://…</c>).</summary>
    public IReadOnlyList<Enode> StaticPeers { get; init; } = [];

    /// <summary>Nodes that are let in even when all places are taken, and that are never banned.</summary>
    public IReadOnlyList<Enode> TrustedPeers { get; init; } = [];

    /// <summary>Networks to which connections and discovery are limited, in both directions; all when empty.</summary>
    public IReadOnlyList<IPNetwork> NetRestrict { get; init; } = [];

    /// <summary>How other nodes are found; null to know only those that are named, and those that dial us. Default null.</summary>
    public DiscoveryOptions? Discovery { get; init; }

    /// <summary>Name told to peers: client/version/platform/runtime.</summary>
    [MaxLength(128)]
    public string ClientName { get; init; } = "PoaSidechain/v0.1.0/dotnet";

    /// <summary>First pause before a static peer is dialled again; doubles with each failure. Default 1 s.</summary>
    public TimeSpan RedialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause before a static peer is dialled again. Default 30 s.</summary>
    public TimeSpan MaxRedialDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The head is announced again when it has not moved for so long: a peer may have missed it, and so a fork heals. Default 10 s.</summary>
    public TimeSpan ReannounceInterval { get; init; } = TimeSpan.FromSeconds(10);
}
