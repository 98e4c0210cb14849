namespace PoaSidechain.Tests.TestKit.Fuzzing;

/// <summary>Something that reads bytes from the network.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Weight">Share of the inputs that it gets.</param>
/// <param name="Seeds">Good inputs.</param>
/// <param name="MakeReader">A reader of its own for each thread: throws RlpException or WireException, or says false, for what it refuses.</param>
internal sealed record WireTarget(string Name, int Weight, IReadOnlyList<byte[]> Seeds, Func<Func<byte[], bool>> MakeReader)
{
    /// <summary>Bytes that reading may allocate whatever the input, exceptions with their traces included.</summary>
    public long FixedBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes that it may allocate for each byte of input.</summary>
    public long BytesPerByte { get; init; } = 64;
}
