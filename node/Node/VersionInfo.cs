using System.Reflection;
using System.Runtime.InteropServices;

namespace PoaSidechain.Node;

/// <summary>What this program calls itself.</summary>
internal static class VersionInfo
{
    /// <summary>The version, with the commit when the build knew it.</summary>
    public static string Version { get; } =
        typeof(VersionInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Client/version/platform/runtime, as peers and web3_clientVersion see it.</summary>
    public static string ClientName { get; } =
        $"PoaSidechain/v{Version.Split('+')[0]}/{(OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : "windows")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}/dotnet{Environment.Version}";
}
