using System.Text.Json.Nodes;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Conformance;

/// <summary>State tests of all generations and tools: what may be absent, what is called otherwise, and how a failure is explained.</summary>
public sealed class StateFixtureTests
{
    public static TheoryData<string, Action<JsonNode>> Forms() => new()
    {
        { "fields and indexes", _ => { } },
        { "the signed bytes", file => file.Post()["txbytes"] = Hex.Encode(StateFixture.Transfer.Encoded.Span) },
        { "the key instead of the sender", file => { file.Test()["transaction"]!.AsObject().Remove("sender"); file.Test()["transaction"]!["secretKey"] = SecretOfA(); } },
        { "single values instead of lists", file => SetAll(file.Test()["transaction"]!, ("gasLimit", "0x0186a0"), ("value", "0x1"), ("data", "")) },
        { "no indexes", file => file.Post().AsObject().Remove("indexes") },
        { "no config, no info", file => { file.Test().AsObject().Remove("config"); file.Test().AsObject().Remove("_info"); } },
        { "no code, no storage", file => file.Test()["pre"]![$"{StateFixture.Sender}"] = new JsonObject { ["balance"] = "0x3b9aca00" } },
        { "null where nothing is", file => SetAll(file.Test()["transaction"]!, ("accessLists", null), ("maxFeePerGas", null), ("authorizationList", null)) },
        { "expectException null", file => file.Post()["expectException"] = null },
        { "the state instead of its hash", StateInsteadOfHash },
        { "the state beside its hash", file => file.Post()["state"] = PostState() },
        { "fee caps", file => { file.Test()["transaction"]!.AsObject().Remove("gasPrice"); SetAll(file.Test()["transaction"]!, ("maxFeePerGas", "0x0a"), ("maxPriorityFeePerGas", "0x0a")); } },
        { "another chain id, in the bytes too", ForChain5 },
    };

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Form_is_read(string form, Action<JsonNode> change)
    {
        var file = StateFixture.Create();
        change(file);

        var report = file.Run();

        Assert.True(report.Passed == 1 && report.Failed == 0, $"{form}: {string.Join("; ", report.Results.Select(result => result.Reason))}");
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Paris")]
    [InlineData("Shanghai")]
    [InlineData("Prague")]
    [InlineData("Osaka")]
    [InlineData("BPO1")]
    [InlineData("GrayGlacier")]
    public void Fork_is_known(string fork) => Assert.Equal(1, StateFixture.Create(fork).Run().Passed);

    [Fact]
    public void Fork_that_is_not_known_is_skipped_with_its_name()
    {
        var result = Assert.Single(StateFixture.Create("Atlantis").Run().Results);

        Assert.Equal((Tests.Conformance.Framework.Outcome.Skipped, "the fork Atlantis is not known"), (result.Outcome, result.Reason));
    }

    [Fact]
    public void Authorizations_are_read_from_fields()
    {
        var target = Address.FromNumber(0xd00d);
        var unsigned = new Authorization(UInt256.One, target, 0, default);
        var signature = TestKeys.B.Sign(unsigned.SigningHash());
        var file = StateFixture.Create("Prague");
        SetAll(file.Test()["transaction"]!, ("gasPrice", null), ("maxFeePerGas", "0x0a"), ("maxPriorityFeePerGas", "0x0a"));
        file.Test()["transaction"]!["authorizationList"] = new JsonArray(new JsonObject
        {
            ["chainId"] = "0x01", ["address"] = $"{target}", ["nonce"] = "0x00", ["v"] = $"0x{27 + signature.YParity:x}",
            ["r"] = signature.R.ToHexString(), ["s"] = signature.S.ToHexString(), ["signer"] = $"{TestKeys.B.Address}",
        });
        file.Post()["hash"] = $"{StateFixture.RootAfter(StateFixture.Gas + 25_000, StateFixture.WithCode(TestKeys.B.Address, 1, 0, CodeRules.DelegationTo(target)))}";

        Assert.Null(Assert.Single(file.Run().Results).Reason);
    }

    [Fact]
    public void Refusal_that_is_expected_passes_and_one_that_does_not_come_is_told()
    {
        var refused = StateFixture.Create();
        refused.Test()["transaction"]!["nonce"] = "0x05";
        refused.Post()["expectException"] = "TransactionException.NONCE_MISMATCH_TOO_HIGH|TransactionException.INSUFFICIENT_ACCOUNT_FUNDS";
        refused.Post()["hash"] = $"{StateFixture.RootBefore()}";
        var accepted = StateFixture.Create();
        accepted.Post()["expectException"] = "TR_NonceTooHigh";

        Assert.Equal(1, refused.Run().Passed);
        Assert.Contains("accepted, expected TR_NonceTooHigh; gas used 21000", Assert.Single(accepted.Run().Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_names_gas_and_the_first_account_that_differs()
    {
        var file = StateFixture.Create();
        file.Post()["state"] = PostState();
        file.Post()["state"]![$"{StateFixture.Recipient}"]!["balance"] = "0x02";
        file.Post()["hash"] = $"{StateFixture.RootBefore()}";

        var reason = Assert.Single(file.Run().Failures).Reason;

        Assert.Contains($"gas used 21000, success; account {StateFixture.Recipient}: balance 1, expected 2", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_names_an_account_too_many_and_without_a_listed_state_all_changes()
    {
        var listed = StateFixture.Create();
        listed.Post()["state"] = PostState();
        listed.Post()["state"]!.AsObject().Remove($"{StateFixture.FeeRecipient}");
        listed.Post()["hash"] = $"{StateFixture.RootBefore()}";
        var bare = StateFixture.Create();
        bare.Post()["hash"] = $"{StateFixture.RootBefore()}";

        Assert.Contains("is there, expected none: balance 63000", Assert.Single(listed.Run().Failures).Reason, StringComparison.Ordinal);
        Assert.Contains($"changed here: {StateFixture.Sender} balance 999789999 nonce 1", Assert.Single(bare.Run().Failures).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("pre")]
    [InlineData("transaction")]
    [InlineData("post")]
    public void Malformed_test_is_a_failure_with_its_path(string absent)
    {
        var file = StateFixture.Create();
        file.Test().AsObject().Remove(absent);

        var failure = Assert.Single(file.Run().Failures);

        Assert.Equal(("some/file.json::transfer", $"malformed: there is no {absent}"), (failure.Id, failure.Reason));
    }

    private static void SetAll(JsonNode parent, params (string Name, string? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            parent[name] = value;
        }
    }

    private static void StateInsteadOfHash(JsonNode file)
    {
        file.Post().AsObject().Remove("hash");
        file.Post()["postState"] = PostState();
    }

    private static void ForChain5(JsonNode file)
    {
        file.Test()["config"]!["chainid"] = "0x05";
        file.Post()["txbytes"] = Hex.Encode((StateFixture.Transfer with { ChainId = 5 }).SignedBy(TestKeys.A).Encoded.Span);
    }

    private static JsonObject PostState() => new()
    {
        [$"{StateFixture.Sender}"] = new JsonObject { ["nonce"] = "0x01", ["balance"] = "0x3b9795af", ["code"] = "0x", ["storage"] = new JsonObject() },
        [$"{StateFixture.Recipient}"] = new JsonObject { ["nonce"] = "0x00", ["balance"] = "0x01", ["code"] = "0x", ["storage"] = new JsonObject() },
        [$"{StateFixture.FeeRecipient}"] = new JsonObject { ["nonce"] = "0x00", ["balance"] = "0xf618", ["code"] = "0x", ["storage"] = new JsonObject() },
    };

    private static string SecretOfA()
    {
        var secret = new byte[32];
        TestKeys.A.CopySecretTo(secret);
        return Hex.Encode(secret);
    }
}
