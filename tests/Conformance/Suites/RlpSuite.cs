using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>RLPTests and ethers' coder: values encode to the bytes, the bytes read back to the same bytes, malformed bytes are refused.</summary>
public sealed class RlpSuite : ISuite
{
    public string Name => "rlp";

    public string Summary => "ethereum/tests RLPTests, ethers rlp-coder";

    public IReadOnlyList<FixtureSet> Defaults => [new("basic.tar.gz", "RLPTests/"), new("crypto-accounts.tar.gz", "ethers/rlp-coder")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().Where(test => test.TryGetProperty("decoded", out _)).Select(test => new Case(
                test.GetProperty("name").GetString()!, null, () => Check(test.GetProperty("decoded"), test.GetProperty("encoded").GetString()!, isHex: true)))
            : root.EnumerateObject().Where(test => test.Value.TryGetProperty("in", out _) && test.Value.TryGetProperty("out", out _))
                .Select(test => new Case(test.Name, null, () => Official(test.Value.GetProperty("in"), test.Value.GetProperty("out").GetString()!)));
    }

    private static string? Official(JsonElement value, string encoded)
    {
        var kind = value.ValueKind == JsonValueKind.String ? value.GetString() : "";
        return kind switch
        {
            "INVALID" => TryCopy(Hex.Decode(encoded), out var copy) ? $"read as {Hex.Encode(copy)}" : null,
            "VALID" => TryCopy(Hex.Decode(encoded), out var copy) && Hex.Encode(copy) == encoded ? null : "refused",
            _ => Check(value, encoded, isHex: false),
        };
    }

    private static string? Check(JsonElement value, string expected, bool isHex)
    {
        using var writer = new RlpWriter();
        Write(writer, value, isHex);
        var encoded = Hex.Encode(writer.Written);
        if (!string.Equals(encoded, expected, StringComparison.OrdinalIgnoreCase))
        {
            return $"encoded {encoded}, expected {expected}";
        }

        return TryCopy(writer.Written, out var copy) && copy.AsSpan().SequenceEqual(writer.Written) ? null : "its own encoding is refused";
    }

    private static void Write(RlpWriter writer, JsonElement value, bool isHex)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                var list = writer.BeginList();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, isHex);
                }

                writer.EndList(list);
                break;
            case JsonValueKind.Number:
                writer.Write(value.GetUInt64());
                break;
            default:
                writer.Write(BytesOf(value.GetString()!, isHex));
                break;
        }
    }

    /// <summary>Hex, text of bytes, or # and a decimal number that may be larger than a word.</summary>
    private static byte[] BytesOf(string text, bool isHex) => isHex ? Hex.Decode(text)
        : text.StartsWith('#') ? BigInteger.Parse(text.AsSpan(1), CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true)
        : Encoding.Latin1.GetBytes(text);

    /// <summary>Reads everything and writes it again.</summary>
    private static bool TryCopy(ReadOnlySpan<byte> encoded, out byte[] copy)
    {
        using var writer = new RlpWriter();
        try
        {
            var reader = new RlpReader(encoded);
            Copy(ref reader, writer);
            reader.ExpectEnd();
            copy = writer.ToArray();
            return true;
        }
        catch (RlpException)
        {
            copy = [];
            return false;
        }
    }

    private static void Copy(ref RlpReader reader, RlpWriter writer)
    {
        if (!reader.IsNextList)
        {
            writer.Write(reader.ReadBytes());
            return;
        }

        var inner = reader.ReadList();
        var list = writer.BeginList();
        while (!inner.IsAtEnd)
        {
            Copy(ref inner, writer);
        }

        writer.EndList(list);
    }
}
