namespace PoaSidechain.Node.Options;

/// <summary>Settings that cannot be used; the message names each with what was found and what was expected.</summary>
internal sealed class OptionsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems));
