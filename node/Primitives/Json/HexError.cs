namespace PoaSidechain.Primitives.Json;

/// <summary>Why a text is not the hex that JSON-RPC asks for. <see cref="HexJson.TextOf"/> has geth's words.</summary>
public enum HexError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The JSON value is no string.</summary>
    NotText,

    /// <summary>0x is missing.</summary>
    MissingPrefix,

    /// <summary>A character is no hex digit.</summary>
    InvalidDigit,

    /// <summary>Bytes have two digits each.</summary>
    OddLength,

    /// <summary>A number is 0x alone.</summary>
    EmptyNumber,

    /// <summary>A number starts with 0 and goes on.</summary>
    LeadingZero,

    /// <summary>A number is 2^64 or larger.</summary>
    Beyond64Bits,

    /// <summary>A number is 2^256 or larger.</summary>
    Beyond256Bits,

    /// <summary>An address or hash has another length.</summary>
    WrongLength,
}
