using System.Text.Json;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>Sealed headers of public networks: hash, seal hash, recovered signer, encoding.</summary>
internal static class HeaderCases
{
    public static IEnumerable<Case> Read(JsonElement root) =>
        root.EnumerateArray().Select(json => new Case($"{json.GetProperty("network").GetString()} {json.GetProperty("number")}", null, () => Run(json)));

    private static string? Run(JsonElement json)
    {
        var rlp = Hex.Decode(json.GetProperty("rlp").GetString());
        var header = BlockHeader.Decode(rlp);
        if (!header.Encode().AsSpan().SequenceEqual(rlp))
        {
            return "encodes to other bytes";
        }

        if (header.Hash.ToString() != json.GetProperty("hash").GetString())
        {
            return $"hash {header.Hash}";
        }

        if (CliqueHeader.SealHash(header).ToString() != json.GetProperty("sealHash").GetString())
        {
            return $"seal hash {CliqueHeader.SealHash(header)}";
        }

        if (!CliqueHeader.TryRecoverSigner(header, out var signer) || signer.ToString() != json.GetProperty("signer").GetString())
        {
            return $"signer {signer}";
        }

        string[] listed = [.. CliqueHeader.ListedSigners(header).Select(address => address.ToString())];
        return json.GetProperty("checkpointSigners").EnumerateArray().Select(address => address.GetString()).SequenceEqual(listed)
            ? null
            : $"listed signers {string.Join(' ', listed)}";
    }
}
