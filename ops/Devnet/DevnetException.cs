namespace PoaSidechain.Devnet;

/// <summary>Something that keeps the devnet from running, told in a sentence.</summary>
internal sealed class DevnetException(string message) : Exception(message);
