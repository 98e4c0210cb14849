namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>The command line makes no sense.</summary>
public sealed class UsageException(string message) : Exception(message);
