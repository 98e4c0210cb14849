namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>What can be said of an argument without knowing its type.</summary>
internal interface IArgument
{
    /// <summary>What it is read into.</summary>
    Type Type { get; }

    /// <summary>True when the caller may leave it out or send null.</summary>
    bool IsOptional { get; }

    /// <summary>True when it comes from the call's surroundings.</summary>
    bool IsInjected { get; }
}
