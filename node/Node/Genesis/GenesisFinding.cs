namespace PoaSidechain.Node.Genesis;

/// <summary>Something in a genesis file that geth takes without a word and that is most likely not meant.</summary>
/// <param name="Path">The field.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Mend">What to do.</param>
internal sealed record GenesisFinding(string Path, string Problem, string Mend)
{
    public override string ToString() => $"{(Path.Length == 0 ? "file" : Path)}: {Problem}. {Mend}.";
}
