namespace PoaSidechain.Evm.Instructions;

/// <summary>The instructions of the EVM (Yellow Paper appendix H and later EIPs). Which of them a fork has: <see cref="InstructionTable"/>.</summary>
public enum Opcode : byte
{
    /// <summary>Halts with success.</summary>
    Stop = 0x00,

    /// <summary>a + b.</summary>
    Add = 0x01,

    /// <summary>a * b.</summary>
    Mul = 0x02,

    /// <summary>a - b.</summary>
    Sub = 0x03,

    /// <summary>a / b, 0 for b = 0.</summary>
    Div = 0x04,

    /// <summary>Signed division.</summary>
    SDiv = 0x05,

    /// <summary>a mod b, 0 for b = 0.</summary>
    Mod = 0x06,

    /// <summary>Signed remainder.</summary>
    SMod = 0x07,

    /// <summary>(a + b) mod m.</summary>
    AddMod = 0x08,

    /// <summary>(a * b) mod m.</summary>
    MulMod = 0x09,

    /// <summary>a to the power of b.</summary>
    Exp = 0x0a,

    /// <summary>Widens a signed number.</summary>
    SignExtend = 0x0b,

    /// <summary>a &lt; b.</summary>
    Lt = 0x10,

    /// <summary>a &gt; b.</summary>
    Gt = 0x11,

    /// <summary>Signed a &lt; b.</summary>
    Slt = 0x12,

    /// <summary>Signed a &gt; b.</summary>
    Sgt = 0x13,

    /// <summary>a = b.</summary>
    Eq = 0x14,

    /// <summary>a = 0.</summary>
    IsZero = 0x15,

    /// <summary>Bitwise and.</summary>
    And = 0x16,

    /// <summary>Bitwise or.</summary>
    Or = 0x17,

    /// <summary>Bitwise exclusive or.</summary>
    Xor = 0x18,

    /// <summary>Bitwise complement.</summary>
    Not = 0x19,

    /// <summary>One byte of a word.</summary>
    Byte = 0x1a,

    /// <summary>Shift left (EIP-145).</summary>
    Shl = 0x1b,

    /// <summary>Logical shift right (EIP-145).</summary>
    Shr = 0x1c,

    /// <summary>Arithmetic shift right (EIP-145).</summary>
    Sar = 0x1d,

    /// <summary>Leading zero bits (EIP-7939).</summary>
    Clz = 0x1e,

    /// <summary>Hash of memory.</summary>
    Keccak256 = 0x20,

    /// <summary>The executing account.</summary>
    Address = 0x30,

    /// <summary>Balance of an account.</summary>
    Balance = 0x31,

    /// <summary>The transaction's sender.</summary>
    Origin = 0x32,

    /// <summary>The calling account.</summary>
    Caller = 0x33,

    /// <summary>Wei sent with the call.</summary>
    CallValue = 0x34,

    /// <summary>Word of the call data.</summary>
    CallDataLoad = 0x35,

    /// <summary>Length of the call data.</summary>
    CallDataSize = 0x36,

    /// <summary>Call data to memory.</summary>
    CallDataCopy = 0x37,

    /// <summary>Length of the running code.</summary>
    CodeSize = 0x38,

    /// <summary>Running code to memory.</summary>
    CodeCopy = 0x39,

    /// <summary>Effective gas price.</summary>
    GasPrice = 0x3a,

    /// <summary>Length of an account's code.</summary>
    ExtCodeSize = 0x3b,

    /// <summary>An account's code to memory.</summary>
    ExtCodeCopy = 0x3c,

    /// <summary>Length of the last return data (EIP-211).</summary>
    ReturnDataSize = 0x3d,

    /// <summary>Return data to memory (EIP-211).</summary>
    ReturnDataCopy = 0x3e,

    /// <summary>Hash of an account's code (EIP-1052).</summary>
    ExtCodeHash = 0x3f,

    /// <summary>Hash of one of the last 256 blocks.</summary>
    BlockHash = 0x40,

    /// <summary>The fee recipient.</summary>
    Coinbase = 0x41,

    /// <summary>The block's time.</summary>
    Timestamp = 0x42,

    /// <summary>The block's number.</summary>
    Number = 0x43,

    /// <summary>Difficulty, or PREVRANDAO (EIP-4399) when the difficulty is 0.</summary>
    Difficulty = 0x44,

    /// <summary>The block's gas limit.</summary>
    GasLimit = 0x45,

    /// <summary>The chain id (EIP-1344).</summary>
    ChainId = 0x46,

    /// <summary>Balance of the executing account (EIP-1884).</summary>
    SelfBalance = 0x47,

    /// <summary>The block's base fee (EIP-3198).</summary>
    BaseFee = 0x48,

    /// <summary>A blob's versioned hash (EIP-4844).</summary>
    BlobHash = 0x49,

    /// <summary>The block's blob base fee (EIP-7516).</summary>
    BlobBaseFee = 0x4a,

    /// <summary>Drops the top item.</summary>
    Pop = 0x50,

    /// <summary>Word of memory.</summary>
    MLoad = 0x51,

    /// <summary>Word to memory.</summary>
    MStore = 0x52,

    /// <summary>Byte to memory.</summary>
    MStore8 = 0x53,

    /// <summary>Word of storage.</summary>
    SLoad = 0x54,

    /// <summary>Word to storage.</summary>
    SStore = 0x55,

    /// <summary>Jumps.</summary>
    Jump = 0x56,

    /// <summary>Jumps if not 0.</summary>
    JumpI = 0x57,

    /// <summary>Position in the code.</summary>
    Pc = 0x58,

    /// <summary>Length of memory.</summary>
    MSize = 0x59,

    /// <summary>Gas left.</summary>
    Gas = 0x5a,

    /// <summary>Where a jump may land.</summary>
    JumpDest = 0x5b,

    /// <summary>Word of transient storage (EIP-1153).</summary>
    TLoad = 0x5c,

    /// <summary>Word to transient storage (EIP-1153).</summary>
    TStore = 0x5d,

    /// <summary>Copies memory (EIP-5656).</summary>
    MCopy = 0x5e,

    /// <summary>Pushes 0 (EIP-3855).</summary>
    Push0 = 0x5f,

    /// <summary>Pushes 1 byte of code.</summary>
    Push1 = 0x60,
    /// <summary>Pushes 2 bytes of code.</summary>
    Push2 = 0x61,
    /// <summary>Pushes 3 bytes of code.</summary>
    Push3 = 0x62,
    /// <summary>Pushes 4 bytes of code.</summary>
    Push4 = 0x63,
    /// <summary>Pushes 5 bytes of code.</summary>
    Push5 = 0x64,
    /// <summary>Pushes 6 bytes of code.</summary>
    Push6 = 0x65,
    /// <summary>Pushes 7 bytes of code.</summary>
    Push7 = 0x66,
    /// <summary>Pushes 8 bytes of code.</summary>
    Push8 = 0x67,
    /// <summary>Pushes 9 bytes of code.</summary>
    Push9 = 0x68,
    /// <summary>Pushes 10 bytes of code.</summary>
    Push10 = 0x69,
    /// <summary>Pushes 11 bytes of code.</summary>
    Push11 = 0x6a,
    /// <summary>Pushes 12 bytes of code.</summary>
    Push12 = 0x6b,
    /// <summary>Pushes 13 bytes of code.</summary>
    Push13 = 0x6c,
    /// <summary>Pushes 14 bytes of code.</summary>
    Push14 = 0x6d,
    /// <summary>Pushes 15 bytes of code.</summary>
    Push15 = 0x6e,
    /// <summary>Pushes 16 bytes of code.</summary>
    Push16 = 0x6f,
    /// <summary>Pushes 17 bytes of code.</summary>
    Push17 = 0x70,
    /// <summary>Pushes 18 bytes of code.</summary>
    Push18 = 0x71,
    /// <summary>Pushes 19 bytes of code.</summary>
    Push19 = 0x72,
    /// <summary>Pushes 20 bytes of code.</summary>
    Push20 = 0x73,
    /// <summary>Pushes 21 bytes of code.</summary>
    Push21 = 0x74,
    /// <summary>Pushes 22 bytes of code.</summary>
    Push22 = 0x75,
    /// <summary>Pushes 23 bytes of code.</summary>
    Push23 = 0x76,
    /// <summary>Pushes 24 bytes of code.</summary>
    Push24 = 0x77,
    /// <summary>Pushes 25 bytes of code.</summary>
    Push25 = 0x78,
    /// <summary>Pushes 26 bytes of code.</summary>
    Push26 = 0x79,
    /// <summary>Pushes 27 bytes of code.</summary>
    Push27 = 0x7a,
    /// <summary>Pushes 28 bytes of code.</summary>
    Push28 = 0x7b,
    /// <summary>Pushes 29 bytes of code.</summary>
    Push29 = 0x7c,
    /// <summary>Pushes 30 bytes of code.</summary>
    Push30 = 0x7d,
    /// <summary>Pushes 31 bytes of code.</summary>
    Push31 = 0x7e,
    /// <summary>Pushes 32 bytes of code.</summary>
    Push32 = 0x7f,
    /// <summary>Copies item 1 to the top.</summary>
    Dup1 = 0x80,
    /// <summary>Copies item 2 to the top.</summary>
    Dup2 = 0x81,
    /// <summary>Copies item 3 to the top.</summary>
    Dup3 = 0x82,
    /// <summary>Copies item 4 to the top.</summary>
    Dup4 = 0x83,
    /// <summary>Copies item 5 to the top.</summary>
    Dup5 = 0x84,
    /// <summary>Copies item 6 to the top.</summary>
    Dup6 = 0x85,
    /// <summary>Copies item 7 to the top.</summary>
    Dup7 = 0x86,
    /// <summary>Copies item 8 to the top.</summary>
    Dup8 = 0x87,
    /// <summary>Copies item 9 to the top.</summary>
    Dup9 = 0x88,
    /// <summary>Copies item 10 to the top.</summary>
    Dup10 = 0x89,
    /// <summary>Copies item 11 to the top.</summary>
    Dup11 = 0x8a,
    /// <summary>Copies item 12 to the top.</summary>
    Dup12 = 0x8b,
    /// <summary>Copies item 13 to the top.</summary>
    Dup13 = 0x8c,
    /// <summary>Copies item 14 to the top.</summary>
    Dup14 = 0x8d,
    /// <summary>Copies item 15 to the top.</summary>
    Dup15 = 0x8e,
    /// <summary>Copies item 16 to the top.</summary>
    Dup16 = 0x8f,
    /// <summary>Exchanges top and item 2.</summary>
    Swap1 = 0x90,
    /// <summary>Exchanges top and item 3.</summary>
    Swap2 = 0x91,
    /// <summary>Exchanges top and item 4.</summary>
    Swap3 = 0x92,
    /// <summary>Exchanges top and item 5.</summary>
    Swap4 = 0x93,
    /// <summary>Exchanges top and item 6.</summary>
    Swap5 = 0x94,
    /// <summary>Exchanges top and item 7.</summary>
    Swap6 = 0x95,
    /// <summary>Exchanges top and item 8.</summary>
    Swap7 = 0x96,
    /// <summary>Exchanges top and item 9.</summary>
    Swap8 = 0x97,
    /// <summary>Exchanges top and item 10.</summary>
    Swap9 = 0x98,
    /// <summary>Exchanges top and item 11.</summary>
    Swap10 = 0x99,
    /// <summary>Exchanges top and item 12.</summary>
    Swap11 = 0x9a,
    /// <summary>Exchanges top and item 13.</summary>
    Swap12 = 0x9b,
    /// <summary>Exchanges top and item 14.</summary>
    Swap13 = 0x9c,
    /// <summary>Exchanges top and item 15.</summary>
    Swap14 = 0x9d,
    /// <summary>Exchanges top and item 16.</summary>
    Swap15 = 0x9e,
    /// <summary>Exchanges top and item 17.</summary>
    Swap16 = 0x9f,
    /// <summary>Writes a log with 0 topics.</summary>
    Log0 = 0xa0,

    /// <summary>Writes a log with 1 topic.</summary>
    Log1 = 0xa1,

    /// <summary>Writes a log with 2 topics.</summary>
    Log2 = 0xa2,

    /// <summary>Writes a log with 3 topics.</summary>
    Log3 = 0xa3,

    /// <summary>Writes a log with 4 topics.</summary>
    Log4 = 0xa4,

    /// <summary>Creates a contract.</summary>
    Create = 0xf0,

    /// <summary>Calls.</summary>
    Call = 0xf1,

    /// <summary>Calls another's code on own state.</summary>
    CallCode = 0xf2,

    /// <summary>Halts with output.</summary>
    Return = 0xf3,

    /// <summary>As CALLCODE, keeping caller and value (EIP-7).</summary>
    DelegateCall = 0xf4,

    /// <summary>Creates a contract at a salted address (EIP-1014).</summary>
    Create2 = 0xf5,

    /// <summary>Calls without change of state (EIP-214).</summary>
    StaticCall = 0xfa,

    /// <summary>Halts, undoing all changes (EIP-140).</summary>
    Revert = 0xfd,

    /// <summary>No instruction, by intent (EIP-141).</summary>
    Invalid = 0xfe,

    /// <summary>Sends all ether away and condemns the contract.</summary>
    SelfDestruct = 0xff,
}
