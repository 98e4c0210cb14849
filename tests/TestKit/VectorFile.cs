using System.Text.Json;

namespace PoaSidechain.Tests.TestKit;

/// <summary>One file out of a folder or archive of test data.</summary>
/// <param name="Path">Path inside the archive or folder, with slashes.</param>
/// <param name="Content">The bytes; a file that ends in .gz is unpacked already.</param>
public sealed record VectorFile(string Path, byte[] Content)
{
    /// <summary>The content as JSON.</summary>
    public JsonDocument Json() => JsonDocument.Parse(Content, new JsonDocumentOptions { MaxDepth = 512 });

    public override string ToString() => Path;
}
