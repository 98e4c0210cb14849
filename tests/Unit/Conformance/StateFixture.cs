using System.Text;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.Suites;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.Unit.State;

namespace PoaSidechain.Tests.Unit.Conformance;

/// <summary>A state test of one transfer, whose outcome is worked out by hand, in the newest form; tests turn it into others.</summary>
internal static class StateFixture
{
    public const ulong Gas = 21_000;

    private const ulong Price = 10;
    private const ulong BaseFee = 7;
    private static readonly UInt256 Funds = 1_000_000_000;

    public static Address Sender => TestKeys.A.Address;

    public static Address Recipient { get; } = Address.FromNumber(0xbeef);

    public static Address FeeRecipient { get; } = Address.FromNumber(0xc0ffee);

    public static Transaction Transfer { get; } = new Transaction
    {
        ChainId = UInt256.One, GasPrice = Price, GasLimit = 100_000, To = Recipient, Value = 1,
    }.SignedBy(TestKeys.A);

    /// <summary>The root after a transfer of 1 wei from a new account that used so much gas, with other accounts beside.</summary>
    public static Hash256 RootAfter(ulong gas, params AccountChange[] others)
    {
        var changes = new StateChanges();
        changes.Accounts.Add(Plain(Sender, 1, Funds - 1 - (gas * Price)));
        changes.Accounts.Add(Plain(Recipient, 0, 1));
        changes.Accounts.Add(Plain(FeeRecipient, 0, gas * (Price - BaseFee)));
        changes.Accounts.AddRange(others);
        return RootOf(changes);
    }

    public static Hash256 RootBefore()
    {
        var changes = new StateChanges();
        changes.Accounts.Add(Plain(Sender, 0, Funds));
        return RootOf(changes);
    }

    public static AccountChange Plain(Address address, ulong nonce, UInt256 balance) => WithCode(address, nonce, balance, Code.Empty);

    public static AccountChange WithCode(Address address, ulong nonce, UInt256 balance, Code code) =>
        new(Keccak256.Hash(address.Bytes), new Account(nonce, balance, Keccak256.OfEmptyTrie, code.Hash), true, []);

    /// <summary>The file: one test, one fork, one case.</summary>
    public static JsonNode Create(string fork = "London") => JsonNode.Parse($$"""
        {
          "transfer": {
            "_info": { "comment": "one transfer" },
            "config": { "chainid": "0x01" },
            "env": {
              "currentCoinbase": "{{FeeRecipient}}", "currentGasLimit": "0x05f5e100", "currentNumber": "0x01", "currentTimestamp": "0x03e8",
              "currentDifficulty": "0x20000", "currentRandom": "0x20000", "currentBaseFee": "0x07", "currentExcessBlobGas": "0x00"
            },
            "pre": { "{{Sender}}": { "nonce": "0x00", "balance": "{{Funds}}", "code": "0x", "storage": {} } },
            "transaction": {
              "nonce": "0x00", "gasPrice": "0x0a", "gasLimit": ["0x0186a0"], "to": "{{Recipient}}", "value": ["0x01"], "data": ["0x"],
              "sender": "{{Sender}}"
            },
            "post": {
              "{{fork}}": [{
                "indexes": { "data": 0, "gas": 0, "value": 0 }, "hash": "{{RootAfter(Gas)}}",
                "logs": "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"
              }]
            }
          }
        }
        """)!;

    public static JsonNode Test(this JsonNode file) => file["transfer"]!;

    /// <summary>The only case of the only fork.</summary>
    public static JsonNode Post(this JsonNode file) => file.Test()["post"]!.AsObject().First().Value![0]!;

    public static RunReport Run(this JsonNode file) =>
        SuiteRunner.Run(new StateSuite(), [new VectorFile("some/file.json", Encoding.UTF8.GetBytes(file.ToJsonString()))], new RunOptions());

    private static Hash256 RootOf(StateChanges changes)
    {
        var model = new ModelState();
        model.Apply(changes);
        return model.Root();
    }
}
