using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Measuring;

/// <summary>Folders for data: made chains, which are kept between runs, and scratch, which is not.</summary>
/// <remarks>On the checkout's disk, not in /tmp, which may be memory: durable writes are to be measured.</remarks>
internal static class WorkFolder
{
    public static string Root { get; } = Directory.CreateDirectory(Checkout.PathOf("tests", "Benchmarks", "bin", "data")).FullName;

    /// <summary>A path below the folder that is kept.</summary>
    public static string Kept(string name) => Path.Combine(Root, name);

    /// <summary>A new empty folder.</summary>
    public static string Scratch() => Directory.CreateDirectory(Path.Combine(Root, "scratch", Path.GetRandomFileName())).FullName;

    /// <summary>Bytes of all files below a folder.</summary>
    public static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
