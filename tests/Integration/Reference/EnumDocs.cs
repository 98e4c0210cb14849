using System.Xml.Linq;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>What the documentation comments of an enum and its members say, out of the XML file that the compiler writes.</summary>
internal static class EnumDocs
{
    /// <summary>The enum's own comment.</summary>
    public static string Of(Type type) => Comment(type, $"T:{type.FullName}");

    /// <summary>A member's comment.</summary>
    public static string Of(Type type, string member) => Comment(type, $"F:{type.FullName}.{member}");

    private static string Comment(Type type, string id)
    {
        var file = Path.ChangeExtension(type.Assembly.Location, ".xml");
        var summary = XDocument.Load(file).Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == id)?.Element("summary")
            ?? throw new InvalidOperationException($"{Path.GetFileName(file)} has no comment for {id}");
        return Page.Cell(string.Concat(summary.Nodes().Select(Text)));
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement reference => ((string?)reference.Attribute("cref"))?.Split('.')[^1] ?? reference.Value,
        _ => "",
    };
}
