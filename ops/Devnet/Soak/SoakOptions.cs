namespace PoaSidechain.Devnet.Soak;

/// <summary>A soak.</summary>
/// <param name="Minutes">How long load and mischief last.</param>
/// <param name="Seed">What is done when and to whom follows from it; how the programs answer does not.</param>
internal sealed record SoakOptions(int Minutes, int Seed);
