using System.Text.Json;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Genesis;

/// <summary>Writes a genesis file in geth's form.</summary>
internal static class GenesisWriter
{
    private static readonly string[] BlockForks =
    [
        "homesteadBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock", "constantinopleBlock", "petersburgBlock", "istanbulBlock",
        "berlinBlock", "londonBlock",
    ];

    private static readonly string[] TimeForks = ["shanghaiTime", "cancunTime", "pragueTime", "osakaTime"];

    public static byte[] Write(GenesisDraft draft)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            WriteConfig(json, draft);
            json.WriteString("nonce", "0x0"); // always this; some clients refuse a file without it
            json.WriteString("difficulty", "0x1");
            json.WriteString("gasLimit", Hex.Quantity(draft.GasLimit));
            json.WriteString("timestamp", Hex.Quantity(draft.Timestamp));
            json.WriteString("extraData", Hex.Encode(CliqueHeader.MakeExtraData([], [.. draft.Signers.Order()])));
            WriteAlloc(json, draft);
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void WriteConfig(Utf8JsonWriter json, GenesisDraft draft)
    {
        json.WriteStartObject("config");
        json.WriteNumber("chainId", draft.ChainId);
        foreach (var fork in BlockForks)
        {
            json.WriteNumber(fork, 0);
        }

        foreach (var fork in draft.IsModern ? TimeForks : [])
        {
            json.WriteNumber(fork, 0);
        }

        json.WriteStartObject("clique");
        json.WriteNumber("period", draft.PeriodSeconds);
        json.WriteNumber("epoch", draft.EpochLength);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAlloc(Utf8JsonWriter json, GenesisDraft draft)
    {
        json.WriteStartObject("alloc");
        foreach (var (address, balance) in draft.Funds.OrderBy(fund => fund.Key))
        {
            json.WriteStartObject(address.ToString());
            json.WriteString("balance", Hex.Quantity(balance));
            json.WriteEndObject();
        }

        if (draft.BridgeReserve is { } reserve)
        {
            foreach (var predeploy in BridgePredeploys.For(draft.Signers, draft.EpochLength, reserve))
            {
                WritePredeploy(json, predeploy);
            }
        }

        json.WriteEndObject();
    }

    private static void WritePredeploy(Utf8JsonWriter json, BridgePredeploy predeploy)
    {
        json.WriteStartObject(predeploy.Address.ToString());
        json.WriteString("balance", Hex.Quantity(predeploy.Balance));
        json.WriteString("nonce", "0x1");
        json.WriteString("code", predeploy.Code);
        json.WriteStartObject("storage");
        foreach (var (slot, value) in predeploy.Storage)
        {
            json.WriteString(slot.ToString(), value.ToHash256().ToString());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
