using System.Reflection;
using System.Runtime.InteropServices;

namespace PoaSidechain.Primitives;

/// <summary>Finds the system libraries this project binds to, and says which package to install when one is missing.</summary>
public static class NativeLibraryResolver
{
    /// <summary>Registers, once per assembly, how its native library names are resolved.</summary>
    /// <param name="assembly">The assembly with the LibraryImport declarations.</param>
    /// <param name="libraries">For each declared name: the file names to try in order, and the Debian package that has it.</param>
    public static void Register(Assembly assembly, IReadOnlyDictionary<string, (string[] FileNames, string DebianPackage)> libraries) =>
        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) =>
        {
            if (!libraries.TryGetValue(name, out var library))
            {
                return IntPtr.Zero;
            }

            foreach (var fileName in library.FileNames)
            {
                if (NativeLibrary.TryLoad(fileName, out var handle))
                {
                    return handle;
                }
            }

            throw new DllNotFoundException(
                $"The system library {library.FileNames[0]} is missing. On Debian or Ubuntu: apt-get install {library.DebianPackage}");
        });
}
