using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Import;

/// <summary>A chain of empty blocks, sealed in turn by throwaway keys: what is left of importing when nothing is executed.</summary>
internal static class HeaderChain
{
    private const int SignerCount = 5;
    private const ulong GasLimit = 30_000_000;

    /// <summary>The chain of so many blocks; made on first use.</summary>
    public static ChainFile Load(int blocks)
    {
        var genesisPath = WorkFolder.Kept("genesis-headers.json");
        var path = WorkFolder.Kept($"headers-{blocks}.rlp");
        PrivateKey[] signers = [.. Enumerable.Range(0, SignerCount).Select(i => TestKeys.Named($"bench signer {i}")).OrderBy(key => key.Address)];
        File.WriteAllText(genesisPath, BenchGenesis.Text(signers.Select(key => key.Address), GasLimit, []));
        if (!File.Exists(path))
        {
            var genesis = GenesisFileReader.Read(File.ReadAllBytes(genesisPath));
            using var file = new BufferedStream(File.Create(path + ".new"), 1 << 20);
            Write(file, genesis, signers, blocks);
            file.Dispose();
            File.Move(path + ".new", path, overwrite: true);
        }

        return ChainFile.Load($"empty-{blocks / 1000}k", genesisPath, path);
    }

    private static void Write(Stream file, GenesisFile genesis, PrivateKey[] signers, int blocks)
    {
        var head = genesis.CreateHeader(StateView.Empty.Root);
        var body = new BlockBody([], [], null);
        file.Write(new Block(head, body).Encode());
        for (var i = 0; i < blocks; i++)
        {
            var number = head.Number + 1;
            var rules = genesis.Spec.RulesAt(number, head.Timestamp + 1);
            var isEpoch = number % genesis.Spec.Clique!.EpochLength == 0;
            var unsealed = new BlockHeader
            {
                ParentHash = head.Hash,
                Number = number,
                Timestamp = head.Timestamp + 1,
                GasLimit = head.GasLimit,
                Difficulty = CliqueHeader.DifficultyInTurn,
                StateRoot = head.StateRoot,
                BaseFeePerGas = BaseFee.After(head, rules),
                ExtraData = CliqueHeader.MakeExtraData([], isEpoch ? [.. signers.Select(key => key.Address)] : []),
            };
            head = CliqueHeader.WithSeal(unsealed, signers[number % SignerCount].Sign(CliqueHeader.SealHash(unsealed)));
            file.Write(new Block(head, body).Encode());
        }
    }
}
