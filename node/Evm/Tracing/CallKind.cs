namespace PoaSidechain.Evm.Tracing;

/// <summary>How an account comes to run code.</summary>
public enum CallKind : byte
{
    /// <summary>CALL, or a transaction to an account.</summary>
    Call,

    /// <summary>CALLCODE.</summary>
    CallCode,

    /// <summary>DELEGATECALL.</summary>
    DelegateCall,

    /// <summary>STATICCALL.</summary>
    StaticCall,

    /// <summary>CREATE, or a transaction that creates.</summary>
    Create,

    /// <summary>CREATE2.</summary>
    Create2,

    /// <summary>SELFDESTRUCT: no code runs, but ether moves.</summary>
    SelfDestruct,
}
