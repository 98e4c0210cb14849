namespace PoaSidechain.Devnet.Links;

/// <summary>What a link lets through.</summary>
internal enum LinkState
{
    /// <summary>Everything.</summary>
    Open,

    /// <summary>Nothing; what is said waits, as it does when cables are pulled.</summary>
    Silent,

    /// <summary>Only what the dialled side says.</summary>
    DiallerUnheard,

    /// <summary>Only what the dialling side says.</summary>
    DialledUnheard,

    /// <summary>Nothing; connections are closed and new ones too, as behind a firewall.</summary>
    Refused,
}
