namespace PoaSidechain.Checkpointer.Startup;

/// <summary>Outcome of the checks before the first step.</summary>
internal enum StartupOutcome
{
    /// <summary>Both chains are the ones the deployment file names.</summary>
    Good,

    /// <summary>Something cannot be reached yet.</summary>
    Wait,

    /// <summary>Something is another than the deployment file says: waiting cannot help.</summary>
    Refuse,
}
