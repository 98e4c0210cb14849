using System.Text;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Small genesis files for tests.</summary>
public static class TestGenesis
{
    /// <summary>Time of the genesis block, seconds since 1970.</summary>
    public const ulong Timestamp = 1_700_000_000;

    /// <summary>A thousand ether, in wei: what each funded account has.</summary>
    public static UInt256 Funds { get; } = UInt256.Parse("1000000000000000000000");

    /// <summary>London rules: what other Clique clients run.</summary>
    /// <param name="signers">Who seals.</param>
    /// <param name="period">Seconds between blocks.</param>
    /// <param name="epoch">Blocks between lists of signers.</param>
    /// <param name="funded">Who has money; the signers unless said.</param>
    /// <param name="alloc">Further accounts, as they stand in the file.</param>
    public static GenesisFile London(
        IEnumerable<PrivateKey> signers, ulong period = 1, ulong epoch = 30_000, IEnumerable<Address>? funded = null, string? alloc = null) =>
        Read(signers, period, epoch, funded, "", alloc);

    /// <summary>All forks up to Osaka.</summary>
    public static GenesisFile Modern(IEnumerable<PrivateKey> signers, ulong period = 1, ulong epoch = 30_000, IEnumerable<Address>? funded = null) =>
        Read(signers, period, epoch, funded, ",\"shanghaiTime\":0,\"cancunTime\":0,\"pragueTime\":0,\"osakaTime\":0");

    private static GenesisFile Read(IEnumerable<PrivateKey> signers, ulong period, ulong epoch, IEnumerable<Address>? funded, string laterForks, string? more = null)
    {
        Address[] addresses = [.. signers.Select(key => key.Address).Order()];
        var alloc = string.Join(',', (funded ?? addresses).Select(address => $"\"{address}\":{{\"balance\":\"{Funds}\"}}"));
        alloc += more is null ? "" : "," + more;
        var extra = Hex.Encode(CliqueHeader.MakeExtraData([], addresses));
        var json = $$"""
            {
              "config": {
                "chainId": 1337, "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0, "eip158Block": 0, "byzantiumBlock": 0,
                "constantinopleBlock": 0, "petersburgBlock": 0, "istanbulBlock": 0, "berlinBlock": 0, "londonBlock": 0{{laterForks}},
                "clique": { "period": {{period}}, "epoch": {{epoch}} }
              },
              "difficulty": "1", "gasLimit": "30000000", "timestamp": "{{Timestamp}}", "extraData": "{{extra}}",
              "alloc": { {{alloc}} }
            }
            """;
        return GenesisFileReader.Read(Encoding.UTF8.GetBytes(json));
    }
}
