using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Network;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>admin_*: this node and its peers, for its operator.</summary>
internal sealed class AdminModule(RpcServices services) : IRpcModule
{
    private static readonly ResultWriter<IReadOnlyList<PeerInfo>> Peers = Result.List<PeerInfo>(WritePeer);

    private static RpcError NoNetwork { get; } = RpcError.Refused("the network is not running");

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("admin_nodeInfo", Result.Written, GetNodeInfo);
        registry.Add("admin_peers", Peers, () => new RpcResult<IReadOnlyList<PeerInfo>>(services.Network?.Peers ?? []));
        registry.Add("admin_datadir", Result.Text, () => services.DataDirectory);
        registry.Add("admin_backup", Arg.Text, Result.Written, Backup).Privileged();
        registry.Add("admin_addPeer", Arg.Text, Result.Bool, url => WithEnode(url, (network, node) => network.AddPeer(node)));
        registry.Add("admin_removePeer", Arg.Text, Result.Bool, url => WithEnode(url, (network, node) => network.RemovePeer(node)));
        registry.Add("admin_addTrustedPeer", Arg.Text, Result.Bool, url => WithEnode(url, (network, node) => network.AddTrustedPeer(node)));
        registry.Add("admin_removeTrustedPeer", Arg.Text, Result.Bool, url => WithEnode(url, (network, node) => network.RemoveTrustedPeer(node)));
    }

    /// <summary>Writes a consistent copy of the database into a new folder, while the node goes on; the number of entries.</summary>
    private RpcResult<Action<Utf8JsonWriter>> Backup(string folder)
    {
        if (services.Backup is not { } backup)
        {
            return RpcError.Refused("there is no database to copy");
        }

        try
        {
            var entries = backup(folder);
            return (Action<Utf8JsonWriter>)(writer => writer.WriteNumberValue(entries));
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            return RpcError.Refused(e.Message);
        }
    }

    /// <summary>As geth: true whatever was the case before.</summary>
    private RpcResult<bool> WithEnode(string url, Action<NetworkService, Enode> act)
    {
        if (services.Network is not { } network)
        {
            return NoNetwork;
        }

        if (!Enode.TryParse(url, out var enode, out var fault))
        {
            return RpcError.Refused($"invalid enode: {fault}");
        }

        act(network, enode);
        return true;
    }

    private RpcResult<Action<Utf8JsonWriter>> GetNodeInfo()
    {
        if (services.Network is not { } network)
        {
            return NoNetwork;
        }

        var info = network.Describe();
        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, Hex.Encode(info.NodeId.ToHash().Bytes)[2..]);
            writer.WriteString("name"u8, info.Name);
            writer.WriteString("enode"u8, info.Enode.ToString());
            if (info.NodeRecord is { } record)
            {
                writer.WriteString("enr"u8, record);
            }

            writer.WriteString("ip"u8, info.Enode.Host);
            writer.WriteStartObject("ports"u8);
            writer.WriteNumber("discovery"u8, info.Enode.DiscoveryPort);
            writer.WriteNumber("listener"u8, info.Enode.Port);
            writer.WriteEndObject();
            writer.WriteString("listenAddr"u8, info.ListenAddress ?? "");
            WriteProtocol(writer, info);
            writer.WriteEndObject();
        });
    }

    private void WriteProtocol(Utf8JsonWriter writer, NodeInfo info)
    {
        writer.WriteStartObject("protocols"u8);
        writer.WriteStartObject("eth"u8);
        writer.WriteNumber("network"u8, info.NetworkId);
        writer.WritePropertyName("difficulty"u8);
        writer.WriteRawValue(info.TotalDifficulty.ToString()); // a JSON number of any size, as geth has it
        writer.WriteHash("genesis"u8, info.GenesisHash);
        writer.WriteStartObject("config"u8);
        writer.WritePropertyName("chainId"u8);
        writer.WriteRawValue(services.Spec.ChainId.ToString());
        if (services.Spec.Clique is { } clique)
        {
            writer.WriteStartObject("clique"u8);
            writer.WriteNumber("period"u8, clique.PeriodSeconds);
            writer.WriteNumber("epoch"u8, clique.EpochLength);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteHash("head"u8, info.HeadHash);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePeer(Utf8JsonWriter writer, PeerInfo peer)
    {
        writer.WriteStartObject();
        writer.WriteString("enode"u8, peer.Enode);
        writer.WriteString("id"u8, Hex.Encode(peer.NodeId.ToHash().Bytes)[2..]);
        writer.WriteString("name"u8, peer.Name);
        writer.WriteStartArray("caps"u8);
        foreach (var capability in peer.Capabilities)
        {
            writer.WriteStringValue(capability);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("network"u8);
        writer.WriteString("localAddress"u8, peer.LocalAddress);
        writer.WriteString("remoteAddress"u8, peer.RemoteAddress);
        writer.WriteBoolean("inbound"u8, peer.IsInbound);
        writer.WriteBoolean("trusted"u8, peer.IsTrusted);
        writer.WriteBoolean("static"u8, peer.IsStatic);
        writer.WriteEndObject();
        writer.WriteStartObject("protocols"u8);
        writer.WriteStartObject("eth"u8);
        writer.WriteNumber("version"u8, peer.EthVersion);
        writer.WritePropertyName("difficulty"u8);
        writer.WriteRawValue(peer.TotalDifficulty.ToString());
        writer.WriteHash("head"u8, peer.HeadHash);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
