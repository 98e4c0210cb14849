using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class BlockCodecTests
{
    [Fact]
    public void Real_clique_headers_keep_their_bytes_and_hashes()
    {
        var headers = Vectors.SpecJson("clique/headers.json").EnumerateArray().ToList();
        foreach (var vector in headers)
        {
            var encoded = Hex.Decode(vector.GetProperty("rlp").GetString());
            var header = BlockHeader.Decode(encoded);
            var copy = header with { };
            using var unsealed = new RlpWriter();
            header.Encode(unsealed, header.ExtraData.Span[..^65]);
            var sealHash = Keccak256.Hash(unsealed.Written);

            Assert.Equal(encoded, header.Encode());
            Assert.Equal(vector.GetProperty("hash").GetString(), header.Hash.ToString());
            Assert.Equal(header.Hash, copy.Hash);
            Assert.Equal(vector.GetProperty("sealHash").GetString(), sealHash.ToString());
            Assert.True(Secp256k1.TryRecoverAddress(sealHash, Signature.FromBytes(header.ExtraData.Span[^65..]), out var signer));
            Assert.Equal(vector.GetProperty("signer").GetString(), signer.ToString());
        }

        Assert.Equal(34, headers.Count);
    }

    [Fact]
    public void Blocks_of_a_besu_chain_keep_their_bytes_and_link()
    {
        var chain = Vectors.SpecJson("clique/besu-clique-chain.json");
        var parent = Hash256.Zero;
        foreach (var rlp in chain.GetProperty("blocksRlp").EnumerateArray())
        {
            var encoded = Hex.Decode(rlp.GetString());
            var block = Block.Decode(encoded);

            Assert.Equal(encoded, block.Encode());
            Assert.Equal(parent, block.Header.ParentHash);
            Assert.All(block.Transactions, transaction => Assert.True(transaction.TryGetSender(out _)));
            parent = block.Hash;
        }
    }

    [Theory]
    [InlineData("chains/besu-mainnet-blocks/block_44", 3)]
    [InlineData("chains/besu-mainnet-blocks/block_30", 2)]
    [InlineData("chains/besu-mainnet-blocks/block_12691", 1)] // of a Shanghai test network, with withdrawals
    [InlineData("chains/geth-ethtest/chain.rlp", 500)]
    [InlineData("chains/hive-devp2p-init/halfchain.rlp", 900)]
    [InlineData("chains/geth-cmd/blockchain.blocks", 30)]
    [InlineData("chains/era1-mainnet/50.blocks", 50)]
    public void Blocks_of_other_clients_keep_their_bytes(string prefix, int least)
    {
        var count = 0;
        foreach (var file in Vectors.Read("chains.tar.gz", prefix))
        {
            var reader = new RlpReader(file.Content);
            while (!reader.IsAtEnd)
            {
                var raw = reader.ReadRaw();
                var block = Block.Decode(raw);
                var rebuilt = new Block(
                    block.Header with { },
                    block.Body with { Transactions = [.. block.Transactions.Select(t => t with { })], Uncles = [.. block.Body.Uncles.Select(u => u with { })] });

                Assert.True(raw.SequenceEqual(rebuilt.Encode()), $"{file.Path} block {block.Number}");
                Assert.Equal(block.Hash, rebuilt.Hash);
                Assert.Equal(block.Header.UnclesHash, UnclesHash(block.Body));
                Assert.All(block.Transactions, transaction => Assert.True(transaction.TryGetSender(out _)));
                count++;
            }
        }

        Assert.True(count >= least, $"{count} blocks");
    }

    [Fact]
    public void A_header_ends_before_its_first_absent_field()
    {
        var fields = 15;
        var header = A.Header with { BaseFeePerGas = null };
        foreach (var next in new Func<BlockHeader, BlockHeader>[]
        {
            h => h,
            h => h with { BaseFeePerGas = 7UL },
            h => h with { WithdrawalsRoot = Keccak256.OfEmptyTrie },
            h => h with { BlobGasUsed = 0 },
            h => h with { ExcessBlobGas = 1 },
            h => h with { ParentBeaconBlockRoot = Hash256.Zero },
            h => h with { RequestsHash = Keccak256.OfEmptyString },
        })
        {
            header = next(header);
            var encoded = header.Encode();
            var reader = new RlpReader(encoded);
            var decoded = BlockHeader.Decode(encoded);

            Assert.Equal(fields++, reader.ReadList().CountItems());
            Assert.Equal(header.Hash, decoded.Hash);
            Assert.Equal(encoded, (decoded with { }).Encode());
            Assert.Equal((header.BaseFeePerGas, header.WithdrawalsRoot, header.BlobGasUsed), (decoded.BaseFeePerGas, decoded.WithdrawalsRoot, decoded.BlobGasUsed));
            Assert.Equal(
                (header.ExcessBlobGas, header.ParentBeaconBlockRoot, header.RequestsHash),
                (decoded.ExcessBlobGas, decoded.ParentBeaconBlockRoot, decoded.RequestsHash));
        }
    }

    [Fact]
    public void A_header_with_too_few_or_too_many_fields_is_refused()
    {
        using var writer = new RlpWriter();
        var reader = new RlpReader(A.Header.Encode());
        var inner = reader.ReadList();
        var list = writer.BeginList();
        for (var i = 0; i < 14; i++)
        {
            writer.WriteRaw(inner.ReadRaw());
        }

        writer.EndList(list);
        var full = A.Header with
        {
            WithdrawalsRoot = Hash256.Zero,
            BlobGasUsed = 0,
            ExcessBlobGas = 0,
            ParentBeaconBlockRoot = Hash256.Zero,
            RequestsHash = Hash256.Zero,
        };
        var tooMany = full.Encode();
        using var longer = new RlpWriter();
        list = longer.BeginList();
        var items = new RlpReader(tooMany).ReadList();
        while (!items.IsAtEnd)
        {
            longer.WriteRaw(items.ReadRaw());
        }

        longer.Write(1);
        longer.EndList(list);

        Assert.Throws<RlpException>(() => BlockHeader.Decode(writer.Written));
        Assert.Throws<RlpException>(() => BlockHeader.Decode(longer.Written));
        Assert.Throws<RlpException>(() => BlockHeader.Decode([.. tooMany, 0x80]));
    }

    [Fact]
    public void Changing_a_header_changes_its_hash()
    {
        var hash = A.Header.Hash;

        Assert.NotEqual(hash, (A.Header with { Number = 2 }).Hash);
        Assert.Equal(hash, (A.Header with { Number = 2 } with { Number = 1 }).Hash);
        Assert.Equal(A.Header, A.Header with { });
    }

    [Fact]
    public void Withdrawals_are_read_and_written()
    {
        var body = new BlockBody([], [], [new Withdrawal(1, 2, Address.FromNumber(3), 4)]);
        using var writer = new RlpWriter();
        body.Encode(writer);
        var reader = new RlpReader(writer.Written);

        Assert.Equal(body.Withdrawals, BlockBody.Decode(ref reader).Withdrawals);
        Assert.Equal([], Block.Decode(new Block(A.Header, BlockBody.Empty with { Withdrawals = [] }).Encode()).Body.Withdrawals!);
        Assert.Null(Block.Decode(new Block(A.Header, BlockBody.Empty).Encode()).Body.Withdrawals);
    }

    private static Hash256 UnclesHash(BlockBody body)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        foreach (var uncle in body.Uncles)
        {
            uncle.Encode(writer);
        }

        writer.EndList(list);
        return Keccak256.Hash(writer.Written);
    }
}
