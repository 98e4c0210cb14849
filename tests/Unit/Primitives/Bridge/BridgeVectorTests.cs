using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives.Bridge;

/// <summary>Every encoding of the bridge against values made by an implementation that is neither ours nor Solidity's.</summary>
public sealed class BridgeVectorTests
{
    private static readonly BridgeIdentity Identity = BridgeVectors.Identity;

    [Fact]
    public void Identity_gives_id_domain_genesis_digest_and_start_of_the_deposit_chain()
    {
        var bridge = BridgeVectors.Root.GetProperty("bridge");

        Assert.Equal(bridge.Hash("sidechainId"), Identity.SidechainId);
        Assert.Equal(bridge.Hash("domainSeparator"), Identity.DomainSeparator);
        Assert.Equal(bridge.Hash("genesisDigest"), Identity.GenesisDigest);
        Assert.Equal(BridgeVectors.Root.Hash("depositStart"), Identity.DepositStart);
    }

    [Fact]
    public void Type_hashes_are_those_of_the_contracts()
    {
        var hashes = BridgeVectors.Root.GetProperty("constants").GetProperty("typeHashes");

        Assert.Equal(hashes.Hash("Checkpoint"), Checkpoint.Type);
        Assert.Equal(hashes.Hash("DepositAttestation"), DepositAttestation.Type);
        Assert.Equal(hashes.Hash("Binding"), Binding.Type);
    }

    [Fact]
    public void Signer_sets_have_their_bytes_hash_and_quorum()
    {
        Assert.NotEmpty(BridgeVectors.List("sets"));
        foreach (var vector in BridgeVectors.List("sets"))
        {
            var set = new SignerSet(vector.Set("set").Members.Reverse()); // order given does not matter

            Assert.Equal((int)vector.Small("n"), set.Size);
            Assert.Equal(vector.Bytes("set"), set.Bytes.ToArray());
            Assert.Equal(vector.Hash("setHash"), set.Hash);
            Assert.Equal((int)vector.Small("quorum"), set.Quorum);
        }
    }

    [Fact]
    public void Quorum_is_that_of_the_contracts_for_every_size()
    {
        var quorums = BridgeVectors.List("quorums").Select(q => int.Parse(q.GetString()!)).ToArray();

        Assert.Equal(quorums, Enumerable.Range(1, quorums.Length).Select(SignerSet.QuorumOf));
    }

    [Fact]
    public void Checkpoints_encode_digest_and_pack_their_signatures()
    {
        Assert.NotEmpty(BridgeVectors.List("checkpoints"));
        foreach (var vector in BridgeVectors.List("checkpoints"))
        {
            var checkpoint = ReadCheckpoint(vector.GetProperty("value"));

            AssertMessage(vector, checkpoint);
            Assert.True(Checkpoint.TryDecode(vector.Bytes("encoded"), out var decoded));
            Assert.Equal(checkpoint, decoded);
        }
    }

    [Fact]
    public void Deposit_attestations_encode_digest_and_pack_their_signatures()
    {
        Assert.NotEmpty(BridgeVectors.List("depositAttestations"));
        foreach (var vector in BridgeVectors.List("depositAttestations"))
        {
            var value = vector.GetProperty("value");
            var attestation = new DepositAttestation(value.Small("l1Block"), value.Small("count"), value.Hash("acc"));

            AssertMessage(vector, attestation);
            Assert.True(DepositAttestation.TryDecode(vector.Bytes("encoded"), out var decoded));
            Assert.Equal(attestation, decoded);
        }
    }

    [Fact]
    public void Bindings_encode_digest_and_pack_their_signatures()
    {
        Assert.NotEmpty(BridgeVectors.List("bindings"));
        foreach (var vector in BridgeVectors.List("bindings"))
        {
            AssertMessage(vector, Binding.Of(Identity, vector.GetProperty("value").Hash("deploymentId")));
        }
    }

    [Fact]
    public void Leaves_hash_and_grow_into_the_withdrawal_tree()
    {
        var leaves = BridgeVectors.List("leaves").Select(ReadLeaf).ToArray();
        Assert.Equal(BridgeVectors.List("leaves").Select(v => v.Hash("hash")), leaves.Select(l => l.Hash(Identity)));

        var hashes = leaves.Select(l => l.Hash(Identity)).ToArray();
        foreach (var tree in BridgeVectors.List("trees"))
        {
            Assert.Equal(tree.Hash("root"), WithdrawalTree.Build(hashes[..(int)tree.Small("count")]).Root);
        }

        Assert.Equal(BridgeVectors.Root.GetProperty("constants").Hash("emptyWithdrawalRoot"), WithdrawalTree.EmptyRoot);
    }

    [Fact]
    public void Withdrawal_paths_are_built_and_lead_to_their_roots()
    {
        var leaves = BridgeVectors.List("leaves").Select(ReadLeaf).ToArray();
        Assert.NotEmpty(BridgeVectors.List("proofs"));
        foreach (var vector in BridgeVectors.List("proofs"))
        {
            var index = vector.Small("index");
            var tree = WithdrawalTree.Build([.. leaves[..(int)vector.Small("count")].Select(l => l.Hash(Identity))]);

            AssertPath(vector, tree, index);
            Assert.True(WithdrawalTree.Verify(vector.Hash("root"), leaves[index], vector.Path(), Identity));
        }
    }

    [Fact]
    public void Blocks_tree_has_its_root_and_paths()
    {
        var vector = BridgeVectors.Root.GetProperty("blocksTree");
        var hashes = vector.GetProperty("hashes").EnumerateArray().Select(h => Hash256.Parse(h.GetString()!)).ToArray();

        var tree = BlocksTree.Build(vector.Small("firstBlock"), hashes);

        Assert.Equal(vector.Hash("root"), tree.Root);
        Assert.Equal(BridgeVectors.Root.GetProperty("constants").Hash("emptyBlocksRoot"), MerkleTree.EmptySubtree(BlocksTree.Depth));
        foreach (var proof in vector.GetProperty("proofs").EnumerateArray())
        {
            AssertPath(proof, tree, proof.Small("index"));
        }
    }

    [Fact]
    public void Deposits_hash_and_fold()
    {
        var acc = Identity.DepositStart;
        Assert.NotEmpty(BridgeVectors.List("deposits"));
        foreach (var vector in BridgeVectors.List("deposits"))
        {
            var deposit = new Deposit(
                vector.Small("nonce"), (AssetKind)vector.Small("kind"), vector.Address("from"), vector.Address("to"), vector.Address("token"),
                vector.Number("amount"), vector.Small("gasLimit"), vector.Bytes("data"));

            Assert.Equal(vector.Hash("hash"), deposit.Hash(Identity));
            acc = DepositChain.Append(acc, deposit.Hash(Identity));
            Assert.Equal(vector.Hash("accAfter"), acc);
        }
    }

    internal static Checkpoint ReadCheckpoint(JsonElement value) => new()
    {
        Index = value.Small("index"),
        Round = (uint)value.Small("round"),
        FirstBlock = value.Small("firstBlock"),
        LastBlock = value.Small("lastBlock"),
        LastTimestamp = value.Small("lastTimestamp"),
        WithdrawalCount = value.Small("withdrawalCount"),
        DepositCount = value.Small("depositCount"),
        ParentDigest = value.Hash("parentDigest"),
        LastBlockHash = value.Hash("lastBlockHash"),
        StateRoot = value.Hash("stateRoot"),
        BlocksRoot = value.Hash("blocksRoot"),
        WithdrawalRoot = value.Hash("withdrawalRoot"),
        DepositAcc = value.Hash("depositAcc"),
        SetHash = value.Hash("setHash"),
        NextSetHash = value.Hash("nextSetHash"),
    };

    private static WithdrawalLeaf ReadLeaf(JsonElement v) => new(
        v.Small("index"), (AssetKind)v.Small("kind"), v.Number("originChain"), v.Address("token"), v.Address("from"), v.Address("to"),
        v.Number("amount"), v.Number("fee"), v.Hash("dataHash"));

    private static void AssertPath(JsonElement vector, MerkleTree tree, ulong index)
    {
        var path = tree.PathOf(index);
        Assert.Equal(vector.Small("mask"), path.Mask);
        Assert.Equal(vector.Path().Siblings, path.Siblings);
        Assert.Equal(vector.Hash("root"), path.RootOf(vector.Hash("leaf"), index, tree.Depth));
    }

    private static void AssertMessage(JsonElement vector, IBridgeMessage message)
    {
        Assert.Equal(vector.Bytes("encoded"), message.Encode());
        Assert.Equal(vector.Hash("structHash"), Keccak256.Hash(message.Encode()));
        var digest = Identity.Digest(message);
        Assert.Equal(vector.Hash("digest"), digest);

        var set = vector.Set("set");
        var signatures = vector.GetProperty("signatures").EnumerateArray()
            .Select(s => (Signer: s.Address("signer"), Compact: new CompactSignature(s.Hash("r"), s.Hash("vs"))))
            .ToArray();
        foreach (var (signer, compact) in signatures)
        {
            Assert.True(compact.TryRecover(digest, out var recovered));
            Assert.Equal(signer, recovered);
            using var key = KeyOf(signer);
            Assert.Equal(compact, CompactSignature.From(key.Sign(digest))); // RFC 6979 on both sides
        }

        var packed = QuorumSignatures.Pack(set, digest, signatures.Reverse().Select(s => s.Compact));
        Assert.Equal(vector.Number("bitmap"), packed.Bitmap);
        Assert.Equal(vector.Bytes("sigs"), packed.Signatures.ToArray());
        Assert.Equal(packed.Count >= set.Quorum, packed.IsQuorum(set, digest));
        Assert.False(packed.IsQuorum(set, Keccak256.OfEmptyString));
    }

    private static PrivateKey KeyOf(Address signer) =>
        new(BridgeVectors.List("signers").First(s => s.Address("address") == signer).Bytes("privateKey"));
}
