using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit.Chains;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>Makes a scripted peer tell a <see cref="Lie"/>.</summary>
internal sealed class Liar
{
    private readonly Lie _lie;
    private readonly ulong _from;

    /// <summary>A liar about a chain.</summary>
    /// <param name="chain">The honest chain.</param>
    /// <param name="lie">What is false.</param>
    /// <param name="from">Number of the block from which on it is.</param>
    public Liar(LocalChain chain, Lie lie, ulong from)
    {
        (_lie, _from) = (lie, from);
        Tree = lie switch
        {
            Lie.WrongSeal => new ForgedTree(chain.Tree, LongChain.Forge(chain, from, static header => header, TestKeys.Named("stranger"))),
            Lie.WrongReceipts => new ForgedTree(
                chain.Tree, LongChain.Forge(chain, from, static header => header with { ReceiptsRoot = Keccak256.OfEmptyTrie }, signer: null)),
            _ => chain.Tree,
        };
    }

    /// <summary>What it answers from.</summary>
    public IBlockTree Tree { get; }

    /// <summary>What it says instead of the honest answer, or null.</summary>
    public (int Code, byte[] Payload)? Answer(int code, ReadOnlyMemory<byte> payload) => (_lie, code) switch
    {
        (Lie.BrokenChain or Lie.WithheldHeaders, EthMessage.GetBlockHeaders) => AnswerHeaders(payload.Span),
        (Lie.WrongBody or Lie.WithheldBodies, EthMessage.GetBlockBodies) => AnswerBodies(payload.Span),
        _ => null,
    };

    private (int Code, byte[] Payload)? AnswerHeaders(ReadOnlySpan<byte> payload)
    {
        var id = EthCodec.DecodeRequestId(payload, out var content);
        var request = EthCodec.ReadHeadersRequest(ref content);
        if (request.StartHash is not null || request.StartNumber + request.Amount <= _from)
        {
            return null;
        }

        BlockHeader[] headers = _lie == Lie.WithheldHeaders ? [] : [.. HeaderQuery.Run(Tree, request)];
        var changed = (int)(Math.Max(_from, request.StartNumber + 1) - request.StartNumber);
        if (changed < headers.Length)
        {
            headers[changed] = headers[changed] with { GasUsed = headers[changed].GasUsed + 1 };
        }

        return (EthMessage.BlockHeaders, EthCodec.EncodeRequest(id, headers, EthCodec.WriteHeaders));
    }

    private (int Code, byte[] Payload)? AnswerBodies(ReadOnlySpan<byte> payload)
    {
        var id = EthCodec.DecodeRequestId(payload, out var content);
        var hashes = EthCodec.ReadFirstHashes(ref content, EthLimits.MaxServed);
        if (Array.TrueForAll(hashes, hash => Tree.FindHeader(hash) is not { } header || header.Number < _from))
        {
            return null;
        }

        Hash256[] others = _lie == Lie.WithheldBodies ? [] : [Tree.FindHash(1)!.Value];
        return (EthMessage.BlockBodies, EthCodec.EncodeRequest(id, others, (writer, of) =>
        {
            var list = writer.BeginList();
            foreach (var hash in of)
            {
                writer.WriteRaw(Tree.FindBodyRlp(hash)!.Value.Span);
            }

            writer.EndList(list);
        }));
    }
}
