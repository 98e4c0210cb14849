using System.Text.Json;

namespace PoaSidechain.Primitives.Specs;

/// <summary>Reads genesis files in geth's form, taking and refusing what geth 1.13.15 takes and refuses.</summary>
/// <remarks>Thread: any.</remarks>
public static partial class GenesisFileReader
{
    private const int CliqueExtraDataLength = 97; // vanity and seal (EIP-225)

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="GenesisFileException">The file is refused; the message has the path of the field.</exception>
    public static GenesisFile Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new GenesisJson(utf8);
            return ReadFile(ref json);
        }
        catch (JsonException e)
        {
            throw new GenesisFileException("", $"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {FirstSentence(e.Message)}");
        }
    }

    private static GenesisFile ReadFile(ref GenesisJson json)
    {
        var fields = new Fields();
        json.EnterObject("an object");
        while (json.NextName(out var name))
        {
            json.EndValue(ReadField(ref json, name, fields));
        }

        var gasLimit = fields.GasLimit ?? throw json.Missing("gasLimit", "a number");
        var difficulty = fields.Difficulty ?? throw json.Missing("difficulty", "a number");
        var alloc = fields.Alloc ?? throw json.Missing("alloc", "an object of accounts, which may be empty");
        var config = fields.Config ?? throw json.Missing("config", "an object");
        if (fields.Number > 0)
        {
            throw new GenesisFileException("number", $"expected 0, found {fields.Number}: the genesis block is block 0");
        }

        var spec = config.ToSpec();
        if (spec.Clique is not null && fields.ExtraData.Length < CliqueExtraDataLength)
        {
            throw new GenesisFileException(
                "extraData",
                $"expected 32 bytes of vanity, the signers and 65 bytes of seal, found {fields.ExtraData.Length} bytes: can't start clique chain without signers");
        }

        return new GenesisFile
        {
            Spec = spec,
            HasChainId = config.ChainId is not null,
            TerminalTotalDifficultyPassed = config.TerminalTotalDifficultyPassed,
            Alloc = alloc,
            Nonce = fields.Nonce ?? 0,
            Timestamp = fields.Timestamp ?? 0,
            ExtraData = fields.ExtraData,
            GasLimit = gasLimit,
            GasUsed = fields.GasUsed ?? 0,
            Difficulty = difficulty,
            MixHash = fields.MixHash ?? Hash256.Zero,
            Beneficiary = fields.Beneficiary ?? Address.Zero,
            ParentHash = fields.ParentHash ?? Hash256.Zero,
            BaseFeePerGas = fields.BaseFeePerGas,
            ExcessBlobGas = fields.ExcessBlobGas,
            BlobGasUsed = fields.BlobGasUsed,
        };
    }

    /// <summary>Reads the value of one key; false leaves it to be stepped over.</summary>
    private static bool ReadField(ref GenesisJson json, string name, Fields fields)
    {
        switch (name)
        {
            case "config": fields.Config = ReadConfig(ref json, fields.Config); return true;
            case "alloc": fields.Alloc = ReadAlloc(ref json, fields.Alloc); return true;
            case "nonce": fields.Nonce = json.Quantity64(); return true;
            case "timestamp": fields.Timestamp = json.Quantity64(); return true;
            case "extradata": fields.ExtraData = json.Bytes() ?? []; return true;
            case "gaslimit": fields.GasLimit = json.Quantity64(); return true;
            case "gasused": fields.GasUsed = json.Quantity64(); return true;
            case "difficulty": fields.Difficulty = json.Quantity256(); return true;
            case "mixhash": fields.MixHash = json.Hash(); return true;
            case "coinbase": fields.Beneficiary = json.Address(); return true;
            case "number": fields.Number = json.Quantity64(); return true;
            case "parenthash": fields.ParentHash = json.Hash(); return true;
            case "basefeepergas": fields.BaseFeePerGas = json.Quantity256(); return true;
            case "excessblobgas": fields.ExcessBlobGas = json.Quantity64(); return true;
            case "blobgasused": fields.BlobGasUsed = json.Quantity64(); return true;
            default: return false;
        }
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private sealed class Fields
    {
        public Config? Config { get; set; }

        public Dictionary<Address, GenesisAccount>? Alloc { get; set; }

        public ulong? Nonce { get; set; }

        public ulong? Timestamp { get; set; }

        public byte[] ExtraData { get; set; } = [];

        public ulong? GasLimit { get; set; }

        public ulong? GasUsed { get; set; }

        public UInt256? Difficulty { get; set; }

        public Hash256? MixHash { get; set; }

        public Address? Beneficiary { get; set; }

        public ulong? Number { get; set; }

        public Hash256? ParentHash { get; set; }

        public UInt256? BaseFeePerGas { get; set; }

        public ulong? ExcessBlobGas { get; set; }

        public ulong? BlobGasUsed { get; set; }
    }
}
