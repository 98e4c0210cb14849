namespace PoaSidechain.Primitives.Abi;

/// <summary>The kinds of types of the contract ABI (Solidity ABI specification, "Types").</summary>
public enum AbiKind
{
    /// <summary>uint8 to uint256.</summary>
    UnsignedInteger,

    /// <summary>int8 to int256.</summary>
    SignedInteger,

    /// <summary>address.</summary>
    Address,

    /// <summary>bool.</summary>
    Boolean,

    /// <summary>bytes1 to bytes32, and function (as bytes24).</summary>
    FixedBytes,

    /// <summary>bytes.</summary>
    Bytes,

    /// <summary>string, in UTF-8.</summary>
    Text,

    /// <summary>T[]: any number of elements.</summary>
    Array,

    /// <summary>T[n]: n elements.</summary>
    FixedArray,

    /// <summary>A struct, or the list of a function's parameters.</summary>
    Tuple,
}
