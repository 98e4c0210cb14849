using System.Threading.Channels;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Integration.JsonRpc;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>A sealed chain of this process behind our own JSON-RPC server; where it has a signer, a block is sealed for whatever comes into its pool.</summary>
internal sealed class ServedSidechain : IAsyncDisposable
{
    private readonly Channel<bool> _wanted = Channel.CreateUnbounded<bool>();
    private readonly RpcRig _server;
    private readonly LocalChain _chain;
    private readonly Task _sealing;

    private ServedSidechain(RpcRig server, LocalChain chain, PrivateKey? signer)
    {
        (_server, _chain) = (server, chain);
        _sealing = signer is null ? Task.CompletedTask : SealAsync(signer);
        chain.Pool.Pending += OnPending;
    }

    public Uri Address => new($"http://{_server.Server.HttpEndPoint}/");

    public static async Task<ServedSidechain> StartAsync(LocalChain chain, PrivateKey? signer) => new(await RpcRig.ServeAsync(chain), chain, signer);

    public async ValueTask DisposeAsync()
    {
        _chain.Pool.Pending -= OnPending;
        _wanted.Writer.Complete();
        await _sealing;
        await _server.DisposeAsync();
    }

    private void OnPending(IReadOnlyList<Transaction> transactions) => _wanted.Writer.TryWrite(true);

    private async Task SealAsync(PrivateKey signer)
    {
        await foreach (var _ in _wanted.Reader.ReadAllAsync())
        {
            if (_chain.Pool.Count.Pending > 0)
            {
                await _chain.SealAsync(signer);
            }
        }
    }
}
