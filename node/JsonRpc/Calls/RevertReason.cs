using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Reads what Solidity says when it reverts: Error(string) and Panic(uint256).</summary>
internal static class RevertReason
{
    /// <summary>The reason, or null when the output is something else.</summary>
    public static string? Decode(ReadOnlySpan<byte> output) =>
        AbiError.Reason.TryDecode(output, out var reason) ? (string)reason[0]
        : AbiError.Panic.TryDecode(output, out var panic) ? PanicText((UInt256)panic[0])
        : null;

    private static string PanicText(in UInt256 code) => code.FitsUInt64 ? code.Low64 switch
    {
        0x00 => "generic panic",
        0x01 => "assert(false)",
        0x11 => "arithmetic underflow or overflow",
        0x12 => "division or modulo by zero",
        0x21 => "enum overflow",
        0x22 => "invalid encoded storage byte array accessed",
        0x31 => "out-of-bounds array access; popping on an empty array",
        0x32 => "out-of-bounds access of an array or bytesN",
        0x41 => "out of memory",
        0x51 => "uninitialized function",
        _ => $"unknown panic code: {code.ToHexString()}",
    }
    : $"unknown panic code: {code.ToHexString()}";
}
