using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>What a deployment has signed so far: on disk before it is sent, so that one that was killed goes on with the same bytes.</summary>
internal sealed class DeployJournal
{
    private const string Format = "poa-sidechain-deploy-journal/1";

    private readonly string _file;
    private readonly Hash256 _terms;
    private readonly Address _deployer;
    private readonly List<(string Contract, Transaction Transaction)> _transactions;

    private DeployJournal(string file, Hash256 terms, Address deployer, ulong firstNonce, List<(string, Transaction)> transactions)
    {
        _file = file;
        _terms = terms;
        _deployer = deployer;
        FirstNonce = firstNonce;
        _transactions = transactions;
    }

    /// <summary>The deployer's nonce before the first contract.</summary>
    public ulong FirstNonce { get; }

    /// <summary>The journal of a deployment that has begun; null if there is none.</summary>
    /// <exception cref="BridgeException">It is of other terms or another deployer.</exception>
    public static DeployJournal? Open(string file, BridgeTerms terms, Address deployer)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format || root.GetProperty("terms").GetString() != HashOf(terms).ToString()
                || root.GetProperty("deployer").GetString() != deployer.ToString())
            {
                throw new BridgeException($"{file} is the journal of a deployment with another plan, genesis or key: finish that one, or delete the file.");
            }

            List<(string, Transaction)> transactions = [];
            foreach (var entry in root.GetProperty("transactions").EnumerateArray())
            {
                transactions.Add((entry.GetProperty("contract").GetString()!, Transaction.Decode(Hex.Decode(entry.GetProperty("raw").GetString()!))));
            }

            return new DeployJournal(file, HashOf(terms), deployer, root.GetProperty("firstNonce").GetUInt64(), transactions);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or RlpException)
        {
            throw new BridgeException($"{file} is damaged: {e.Message}", e);
        }
    }

    /// <summary>Begins a journal.</summary>
    public static DeployJournal Begin(string file, BridgeTerms terms, Address deployer, ulong firstNonce)
    {
        var journal = new DeployJournal(file, HashOf(terms), deployer, firstNonce, []);
        journal.Save();
        return journal;
    }

    /// <summary>Every transaction signed for a contract, the newest last.</summary>
    public IEnumerable<Transaction> SignedFor(string contract) => _transactions.Where(entry => entry.Contract == contract).Select(entry => entry.Transaction);

    /// <summary>Notes a transaction that is about to be sent.</summary>
    public void Add(string contract, Transaction transaction)
    {
        _transactions.Add((contract, transaction));
        Save();
    }

    /// <summary>Forgets all: the deployment file has taken its place.</summary>
    public void Delete() => File.Delete(_file);

    /// <summary>Writes a file in one piece or not at all.</summary>
    public static void Write(string file, string content)
    {
        var beside = file + ".new";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, file, overwrite: true);
    }

    private static Hash256 HashOf(BridgeTerms terms) =>
        Keccak256.Hash([.. Encoding.UTF8.GetBytes(BridgeTermsFile.Write(terms)), .. terms.GenesisHeader.Span, .. terms.SidechainChainId.ToHash256().Bytes]);

    private void Save()
    {
        var content = new JsonObject
        {
            ["format"] = Format,
            ["terms"] = _terms.ToString(),
            ["deployer"] = _deployer.ToString(),
            ["firstNonce"] = FirstNonce,
            ["transactions"] = new JsonArray(
            [
                .. _transactions.Select(entry => new JsonObject
                {
                    ["contract"] = entry.Contract,
                    ["hash"] = entry.Transaction.Hash.ToString(),
                    ["raw"] = Hex.Encode(entry.Transaction.Encoded.Span),
                }),
            ]),
        };
        Write(_file, content.ToJsonString() + "\n");
    }
}
