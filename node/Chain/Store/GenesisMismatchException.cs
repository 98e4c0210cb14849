namespace PoaSidechain.Chain.Store;

/// <summary>A genesis file does not fit the chain in the database.</summary>
public sealed class GenesisMismatchException(string message) : Exception(message);
