using System.Xml.Linq;

namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>What a project file refers to.</summary>
internal sealed record ProjectFile(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static ProjectFile Load(string relative)
    {
        var document = XDocument.Parse(Repository.Read(relative));
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(relative),
            [.. Includes(document, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Includes(document, "PackageReference"), .. Includes(document, "FrameworkReference")]);
    }

    private static IEnumerable<string> Includes(XDocument document, string element) =>
        document.Descendants(element)
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false") // built first and run as a process: no code is shared
            .Select(reference => reference.Attribute("Include")?.Value).OfType<string>();
}
