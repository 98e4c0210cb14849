using Microsoft.Extensions.Logging;
using PoaSidechain.Chain.Joining;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Signing;
using PoaSidechain.JsonRpc;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Node.Keys;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Node.Hosting;

/// <content>The rooms that build on all others: RPC and sealing.</content>
internal sealed partial class RunningNode
{
    private static RunningNode Wire(NodeOptions options, OpenChain chain, SealingKey? sealingKey, Surroundings around)
    {
        var node = new RunningNode(options, chain, around.Time, around.Loggers, around.Meters) { SealingKey = sealingKey };
        node.Sealing = sealingKey is null ? null : node.MakeSealing(options.Sealing!.Clique, sealingKey.Signer, around);
        node.RpcModules = new RpcModules(node.MakeRpcServices(around), around.Loggers);
        node.Rpc = new RpcServer(options.Rpc, node.RpcModules.All, new RpcMetrics(around.Meters), around.Time, around.Loggers);
        return node;
    }

    private ChainJoin MakeJoin(TimeProvider time) => new()
    {
        Tree = Chain.Tree,
        Database = Chain.Database,
        States = Chain.States,
        StateOptions = Options.State,
        Verifier = new HeaderVerifier(Chain.Spec, Chain.Engine, Chain.Pin, time),
        Importer = Importer,
        OpenDraft = () => LevelDbStore.Open(OpenChain.DraftOptions(Options)),
        DeleteDraft = () => Directory.Delete(Options.Data.ChainDraft, recursive: true),
    };

    private RpcServices MakeRpcServices(Surroundings around) => new()
    {
        Spec = Chain.Spec,
        Tree = Chain.Tree,
        States = Chain.States,
        Engine = Chain.Engine,
        Pool = Pool,
        Builder = Builder,
        Pin = Chain.Pin,
        Proposals = Proposals,
        SetHead = Importer.SetHeadAsync,
        Network = Network,
        Signer = SealingKey?.Signer.Address,
        Liveness = Liveness,
        Equivocations = Equivocations,
        SealingStatus = () => Sealing?.Status,
        Backup = folder => DatabaseCopy.Write(Chain.Database, folder, CancellationToken.None),
        ClientVersion = VersionInfo.ClientName,
        DataDirectory = Options.Data.Root,
        Time = around.Time,
        Methods = Options.RpcMethods,
    };

    private SealingLoop MakeSealing(CliqueOptions options, ISealSigner signer, Surroundings around)
    {
        var preparation = new SealPreparation(Chain.Engine, Proposals, Builder, VanityOf(options), NewRandom());
        var environment = new SealingEnvironment(
            around.Time, NewRandom(), HoldOf, CliqueMetrics, around.Loggers.CreateLogger<SealingLoop>());
        return new SealingLoop(
            Chain.Engine, preparation, Chain.Tree, Importer, Pool, signer, options, environment);
    }

    private SealingState? HoldOf() =>
        IsSyncing ? SealingState.Syncing
        : HasPinConflict ? SealingState.CheckpointConflict
        : Liveness.Clock.IsBeyondBound ? SealingState.ClockOff
        : null;

    /// <summary>True when the chain here cannot contain what L1 has fixed: then this node must not add to it.</summary>
    private bool HasPinConflict =>
        Chain.Pin.Final is { } final && final.Number <= Chain.Tree.Head.Number && Chain.Tree.FindHash(final.Number) != final.Hash;

    /// <summary>As geth fills it: RLP of version, client, runtime and system, cut or padded to 32 bytes.</summary>
    private static byte[] VanityOf(CliqueOptions options)
    {
        if (options.Vanity is { } text)
        {
            return System.Text.Encoding.UTF8.GetBytes(text);
        }

        using var writer = new RlpWriter(64);
        var list = writer.BeginList();
        writer.WriteText(VersionInfo.Version.Split('+')[0]);
        writer.WriteText("poa");
        writer.WriteText($"net{Environment.Version.Major}");
        writer.WriteText(OperatingSystem.IsLinux() ? "linux" : "other");
        writer.EndList(list);
        return writer.ToArray();
    }
}
