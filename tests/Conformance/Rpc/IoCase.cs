using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Rpc;

/// <summary>A file of requests and answers: lines that begin with <c>&gt;&gt;</c> and <c>&lt;&lt;</c>, and comments.</summary>
internal sealed record IoCase(bool IsSchemaOnly, IReadOnlyList<(string Request, JsonElement Response)> Exchanges)
{
    public static IoCase Read(VectorFile file)
    {
        var exchanges = new List<(string, JsonElement)>();
        var isSchemaOnly = false;
        string? request = null;
        foreach (var line in Encoding.UTF8.GetString(file.Content).Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                isSchemaOnly |= line[2..].TrimStart().StartsWith("speconly:", StringComparison.Ordinal);
            }
            else if (line.StartsWith(">>", StringComparison.Ordinal))
            {
                request = line[2..].Trim();
            }
            else if (line.StartsWith("<<", StringComparison.Ordinal) && request is not null)
            {
                exchanges.Add((request, JsonDocument.Parse(line[2..].Trim()).RootElement));
            }
        }

        return new IoCase(isSchemaOnly, exchanges);
    }
}
