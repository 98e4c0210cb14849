using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>The transaction object of eth_call and its kin (geth: TransactionArgs): everything may be left out.</summary>
internal sealed class CallArguments
{
    private const string GoName = "TransactionArgs";

    private static readonly ObjectReader<AccessListItem> AccessListReader = new ObjectReader<AccessListItem>("AccessTuple")
        .Member<Address>("address", Arg.ReadAddress, (item, value) => item.Address = value)
        .Member("storageKeys", Arg.ListOf<Hash256>(Arg.ReadHash, "[]common.Hash"), (item, value) => item.Keys = value);

    private static readonly ObjectReader<AuthorizationItem> AuthorizationReader = new ObjectReader<AuthorizationItem>("authorizationMarshaling")
        .Member<UInt256>("chainId", Arg.ReadUInt256, (item, value) => item.ChainId = value)
        .Member<Address>("address", Arg.ReadAddress, (item, value) => item.Address = value)
        .Member<ulong>("nonce", Arg.ReadUInt64, (item, value) => item.Nonce = value)
        .Member<ulong>("yParity", Arg.ReadUInt64, (item, value) => item.YParity = value)
        .Member<UInt256>("r", Arg.ReadUInt256, (item, value) => item.R = value)
        .Member<UInt256>("s", Arg.ReadUInt256, (item, value) => item.S = value);

    private static readonly ObjectReader<CallArguments> Reader = new ObjectReader<CallArguments>(GoName)
        .Member<Address>("from", Arg.ReadAddress, (call, value) => call.From = value)
        .Member<Address>("to", Arg.ReadAddress, (call, value) => call.To = value)
        .Member<ulong>("gas", Arg.ReadUInt64, (call, value) => call.Gas = value)
        .Member<UInt256>("gasPrice", Arg.ReadUInt256, (call, value) => call.GasPrice = value)
        .Member<UInt256>("maxFeePerGas", Arg.ReadUInt256, (call, value) => call.MaxFeePerGas = value)
        .Member<UInt256>("maxPriorityFeePerGas", Arg.ReadUInt256, (call, value) => call.MaxPriorityFeePerGas = value)
        .Member<UInt256>("value", Arg.ReadUInt256, (call, value) => call.Value = value)
        .Member<ulong>("nonce", Arg.ReadUInt64, (call, value) => call.Nonce = value)
        .Member<byte[]>("data", Arg.ReadData, (call, value) => call.Data = value)
        .Member<byte[]>("input", Arg.ReadData, (call, value) => call.Input = value)
        .Member<UInt256>("chainId", Arg.ReadUInt256, (call, value) => call.ChainId = value)
        .Member("accessList", Arg.ListOf<AccessListItem>(AccessListReader.Read, "types.AccessList"), (call, value) => call.AccessList = [.. value.Select(item => item.ToEntry())])
        .Member<UInt256>("maxFeePerBlobGas", Arg.ReadUInt256, (call, value) => call.MaxFeePerBlobGas = value)
        .Member("blobVersionedHashes", Arg.ListOf<Hash256>(Arg.ReadHash, "[]common.Hash"), (call, value) => call.BlobVersionedHashes = [.. value])
        .Member(
            "authorizationList",
            Arg.ListOf<AuthorizationItem>(AuthorizationReader.Read, "[]types.SetCodeAuthorization"),
            (call, value) => call.AuthorizationList = [.. value.Select(item => item.ToAuthorization())]);

    /// <summary>The parameter.</summary>
    public static Argument<CallArguments> Parameter { get; } = new(Reader.Read);

    public Address? From { get; set; }

    public Address? To { get; set; }

    public ulong? Gas { get; set; }

    public UInt256? GasPrice { get; set; }

    public UInt256? MaxFeePerGas { get; set; }

    public UInt256? MaxPriorityFeePerGas { get; set; }

    public UInt256? Value { get; set; }

    public ulong? Nonce { get; set; }

    public byte[]? Data { get; set; }

    public byte[]? Input { get; set; }

    public UInt256? ChainId { get; set; }

    public AccessListEntry[]? AccessList { get; set; }

    public UInt256? MaxFeePerBlobGas { get; set; }

    public Hash256[]? BlobVersionedHashes { get; set; }

    public Authorization[]? AuthorizationList { get; set; }

    /// <summary>Call data or init code: <c>input</c>, or its older name <c>data</c>.</summary>
    public byte[] Payload => Input ?? Data ?? [];

    internal static ArgumentError? Read(ref Utf8JsonReader reader, out CallArguments value) => Reader.Read(ref reader, out value);

    private sealed class AccessListItem
    {
        public Address Address { get; set; }

        public List<Hash256> Keys { get; set; } = [];

        public AccessListEntry ToEntry() => new(Address, Keys.Select(key => key.ToUInt256()).ToArray());
    }

    private sealed class AuthorizationItem
    {
        public UInt256 ChainId { get; set; }

        public Address Address { get; set; }

        public ulong Nonce { get; set; }

        public ulong YParity { get; set; }

        public UInt256 R { get; set; }

        public UInt256 S { get; set; }

        public Authorization ToAuthorization() => new(ChainId, Address, Nonce, new Signature(R, S, (byte)Math.Min(YParity, byte.MaxValue)));
    }
}
