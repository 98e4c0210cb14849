using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class AbiTests
{
    private const string TokenAbi = """
        [{"type":"constructor","inputs":[{"name":"supply","type":"uint256"}]},
         {"type":"function","name":"transfer","inputs":[{"name":"to","type":"address"},{"name":"amount","type":"uint256"}],"outputs":[{"name":"","type":"bool"}],"stateMutability":"nonpayable"},
         {"type":"function","name":"get","inputs":[{"name":"key","type":"uint256"}],"outputs":[{"name":"entry","type":"tuple","components":[{"name":"owner","type":"address"},{"name":"tags","type":"string[]"}]}],"stateMutability":"view"},
         {"type":"function","name":"get","inputs":[{"name":"key","type":"bytes32"}],"outputs":[]},
         {"type":"event","name":"Transfer","inputs":[{"name":"from","type":"address","indexed":true},{"name":"to","type":"address","indexed":true},{"name":"value","type":"uint256"}]},
         {"type":"event","name":"Note","inputs":[{"name":"text","type":"string","indexed":true},{"name":"delta","type":"int64"}]},
         {"type":"error","name":"QuorumNotReached","inputs":[{"name":"have","type":"uint256"},{"name":"need","type":"uint256"}]},
         {"type":"receive","stateMutability":"payable"}]
        """;

    private static readonly ContractAbi Token = ContractAbi.Parse(TokenAbi);

    [Theory]
    [InlineData("uint", "uint256", 32, false)]
    [InlineData("int", "int256", 32, false)]
    [InlineData("bytes32[4]", "bytes32[4]", 128, false)]
    [InlineData("string[4]", "string[4]", 32, true)]
    [InlineData("tuple(uint a, address b)[2][]", "(uint256,address)[2][]", 32, true)]
    [InlineData("(address,uint8,(bool,bytes4))", "(address,uint8,(bool,bytes4))", 128, false)]
    [InlineData("()", "()", 0, false)]
    [InlineData("function", "function", 32, false)]
    [InlineData("uint8[0]", "uint8[0]", 0, false)]
    public void Types_are_read(string text, string canonical, int headLength, bool isDynamic)
    {
        var type = AbiType.Parse(text);

        Assert.Equal(canonical, type.ToString());
        Assert.Equal((headLength, isDynamic), (type.HeadLength, type.IsDynamic));
        Assert.Equal(type, AbiType.Parse(canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("uint7")]
    [InlineData("uint264")]
    [InlineData("uint08")]
    [InlineData("bytes0")]
    [InlineData("bytes33")]
    [InlineData("Struct")]
    [InlineData("uint256[")]
    [InlineData("uint256]")]
    [InlineData("uint256[-1]")]
    [InlineData("uint256[01]")]
    [InlineData("uint256[2147483647]")]
    [InlineData("(uint256")]
    [InlineData("(uint256,)")]
    [InlineData("uint256,uint256")]
    [InlineData("tuple")]
    public void What_is_no_type_is_refused(string text)
    {
        Assert.Throws<AbiException>(() => AbiType.Parse(text));
    }

    [Fact]
    public void Types_nested_beyond_reason_are_refused()
    {
        Assert.Throws<AbiException>(() => AbiType.Parse(new string('(', 10_000) + new string(')', 10_000)));
    }

    [Fact]
    public void A_call_is_encoded_and_decoded()
    {
        var transfer = Token.Function("transfer");
        var data = transfer.EncodeCall(Address.FromNumber(7), 1_000UL);

        Assert.Equal("transfer(address,uint256)", transfer.Signature);
        Assert.Equal(
            "0xa9059cbb000000000000000000000000000000000000000000000000000000000000000700000000000000000000000000000000000000000000000000000000000003e8",
            Hex.Encode(data));
        Assert.Same(transfer, Token.FunctionOf(data));
        var arguments = transfer.DecodeCall(data);
        Assert.Equal((Address.FromNumber(7), 1_000UL), (arguments.Get<Address>("to"), arguments.Get<ulong>("amount")));
        Assert.Equal("(to: 0x0000000000000000000000000000000000000007, amount: 1000)", arguments.ToString());
        Assert.True(transfer.DecodeResult(transfer.EncodeResult(true)).Get<bool>(0));
        Assert.Null(Token.FunctionOf([1, 2, 3]));
        Assert.Throws<AbiException>(() => transfer.DecodeCall([1, 2, 3, 4]));
        Assert.Contains("no such contract", Assert.Throws<AbiException>(() => transfer.DecodeResult([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overloads_are_told_apart_by_signature()
    {
        Assert.Contains("several", Assert.Throws<AbiException>(() => Token.Function("get")).Message, StringComparison.Ordinal);
        Assert.Equal("view", Token.Function("get(uint256)").StateMutability);
        Assert.Throws<AbiException>(() => Token.Function("get(string)"));
        Assert.Throws<AbiException>(() => Token.Function("unknown"));
    }

    [Fact]
    public void Structs_come_back_with_their_names()
    {
        var get = Token.Function("get(uint256)");
        var result = get.DecodeResult(get.EncodeResult((Address.FromNumber(9), new[] { "a", "ß", "" }))).Get<AbiTuple>("entry");

        Assert.Equal(Address.FromNumber(9), result.Get<Address>("owner"));
        Assert.Equal("a ß ", string.Join(' ', result.GetList<string>("tags")));
        Assert.Throws<AbiException>(() => result.Get<Address>("nobody"));
        Assert.Throws<AbiException>(() => result.Get<UInt256>("owner"));
    }

    [Fact]
    public void Events_are_filtered_and_decoded()
    {
        var transfer = Token.Event("Transfer");
        Assert.Equal("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", transfer.Topic.ToString());

        var topics = transfer.EncodeTopics(Address.FromNumber(1), null);
        var log = new Log(
            Address.Zero, new[] { transfer.Topic, topics[1]!.Value, Address.FromNumber(2).ToWord().ToHash256() }, AbiEncoder.Encode("(uint256)", 5UL));
        var values = transfer.Decode(log);

        Assert.Equal((transfer.Topic, (Hash256?)null), (topics[0], topics[2]));
        Assert.Equal((Address.FromNumber(1), Address.FromNumber(2), 5UL), (values.Get<Address>("from"), values.Get<Address>("to"), values.Get<ulong>("value")));
        Assert.Same(transfer, Token.EventOf(log.Topics.Span[0]));
        Assert.Throws<AbiException>(() => transfer.Decode(log with { Topics = log.Topics[..2] }));
        Assert.Throws<AbiException>(() => transfer.Decode(log with { Data = log.Data[..31] }));
        Assert.Throws<AbiException>(() => transfer.EncodeTopics(null, null, null));
        Assert.Equal(transfer.Topic, AbiEvent.Parse("Transfer(address indexed from, address indexed to, uint256 value)").Topic);
    }

    [Fact]
    public void An_indexed_text_is_only_there_as_its_hash()
    {
        var note = Token.Event("Note");
        var topics = note.EncodeTopics("hello");
        var values = note.Decode(new Log(Address.Zero, new[] { topics[0]!.Value, topics[1]!.Value }, AbiEncoder.Encode("(int64)", -3L)));

        Assert.Equal(PoaSidechain.Primitives.Crypto.Keccak256.Hash("hello"u8), values.Get<Hash256>("text"));
        Assert.EndsWith("delta: -3)", values.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_told_in_words()
    {
        Assert.Equal("QuorumNotReached(have: 2, need: 3)", Token.DescribeError(Token.Error("QuorumNotReached").Encode(2UL, 3UL)));
        Assert.Equal("not enough", Token.DescribeError(AbiError.Reason.Encode("not enough")));
        Assert.Equal("Panic(code: 17)", Token.DescribeError(AbiError.Panic.Encode(17UL)));
        Assert.Equal("reverted without a reason", Token.DescribeError([]));
        Assert.Equal("reverted with 0x01020304", Token.DescribeError([1, 2, 3, 4]));
        Assert.Equal("reverted with 0x08c379a0", Token.DescribeError(AbiError.Reason.Selector.Span));
    }

    [Fact]
    public void Artifacts_of_every_tool_are_read()
    {
        var foundry = ContractArtifact.Parse($$"""{"abi":{{TokenAbi}},"bytecode":{"object":"0x6001"},"deployedBytecode":{"object":"0x60"} }""");
        var hardhat = ContractArtifact.Parse($$"""{"abi":{{TokenAbi}},"bytecode":"0x6001"}""");

        Assert.Equal("0x60010000000000000000000000000000000000000000000000000000000000000005", Hex.Encode(foundry.EncodeDeployment(5)));
        Assert.Equal(foundry.Bytecode.ToArray(), hardhat.Bytecode.ToArray());
        Assert.Equal((1, 0), (foundry.DeployedBytecode.Length, hardhat.DeployedBytecode.Length));
        Assert.Throws<AbiException>(() => ContractArtifact.Parse("""{"abi":[],"bytecode":"0x60__$lib$__"}"""));
        Assert.Throws<AbiException>(() => ContractArtifact.Parse("{"));
        Assert.Throws<AbiException>(() => ContractAbi.Parse("{}"));
        Assert.Throws<AbiException>(() => ContractAbi.Parse("""[{"type":"function","name":"f","inputs":[{"name":"x"}]}]"""));
    }

    [Fact]
    public void Functions_are_read_as_solidity_writes_them()
    {
        var function = AbiFunction.Parse("balanceOf(address owner) returns (uint256 balance)");

        Assert.Equal("0x70a08231", Hex.Encode(function.Selector.Span));
        Assert.Equal("balance", function.Outputs[0].Name);
        Assert.Throws<AbiException>(() => AbiFunction.Parse("balanceOf"));
    }

    [Fact]
    public void Random_values_go_there_and_back()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 3_000; i++)
        {
            var parameters = Enumerable.Range(0, random.Next(5)).Select(n => new AbiParameter($"p{n}", RandomType(random, 3))).ToArray();
            var encoded = AbiEncoder.Encode(parameters, [.. parameters.Select(p => RandomValue(random, p.Type))]);
            var decoded = AbiDecoder.Decode(parameters, encoded);

            Assert.Equal(encoded, AbiEncoder.Encode(parameters, [.. decoded]));
        }
    }

    private static AbiType RandomType(RandomValues random, int depth) => random.Next(depth > 0 ? 10 : 7) switch
    {
        0 => AbiType.UnsignedInteger(8 * (1 + random.Next(32))),
        1 => AbiType.SignedInteger(8 * (1 + random.Next(32))),
        2 => AbiType.Address,
        3 => AbiType.Boolean,
        4 => AbiType.FixedBytes(1 + random.Next(32)),
        5 => AbiType.Bytes,
        6 => AbiType.Text,
        7 => AbiType.Array(RandomType(random, depth - 1)),
        8 => AbiType.FixedArray(RandomType(random, depth - 1), 1 + random.Next(3)),
        _ => AbiType.Tuple([.. Enumerable.Range(0, 1 + random.Next(3)).Select(n => new AbiParameter($"m{n}", RandomType(random, depth - 1)))]),
    };

    private static object RandomValue(RandomValues random, AbiType type) => type.Kind switch
    {
        AbiKind.UnsignedInteger => random.UInt256() >> (256 - type.Size),
        AbiKind.SignedInteger => UInt256.SignExtend((type.Size / 8) - 1, random.UInt256()),
        AbiKind.Address => random.Address(),
        AbiKind.Boolean => random.Bool(),
        AbiKind.FixedBytes => random.Bytes(type.Size),
        AbiKind.Bytes => random.Bytes(random.Next(100)),
        AbiKind.Text => new string('ü', random.Next(30)),
        AbiKind.Tuple => type.Components.Select(component => RandomValue(random, component.Type)).ToArray(),
        _ => Enumerable.Range(0, type.Kind == AbiKind.FixedArray ? type.Size : random.Next(4)).Select(_ => RandomValue(random, type.Element!)).ToArray(),
    };
}
