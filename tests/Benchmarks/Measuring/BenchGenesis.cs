using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Measuring;

/// <summary>Genesis files of the chains that the benchmarks make: London rules, chain id 1337, a block a second.</summary>
internal static class BenchGenesis
{
    /// <summary>The file's text; <paramref name="contract"/> is an entry of its alloc.</summary>
    public static string Text(IEnumerable<Address> signers, ulong gasLimit, IEnumerable<PrivateKey> funded, string? contract = null)
    {
        var accounts = funded.Select(key => $"\"{key.Address}\":{{\"balance\":\"{TestGenesis.Funds}\"}}");
        var alloc = string.Join(',', contract is null ? accounts : accounts.Append(contract));
        var extra = Hex.Encode(CliqueHeader.MakeExtraData([], [.. signers.Order()]));
        return $$"""
            {
              "config": {
                "chainId": 1337, "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0, "eip158Block": 0, "byzantiumBlock": 0,
                "constantinopleBlock": 0, "petersburgBlock": 0, "istanbulBlock": 0, "berlinBlock": 0, "londonBlock": 0,
                "clique": { "period": 1, "epoch": 30000 }
              },
              "difficulty": "1", "gasLimit": "{{gasLimit}}", "timestamp": "{{TestGenesis.Timestamp}}", "extraData": "{{extra}}",
              "alloc": { {{alloc}} }
            }
            """;
    }
}
