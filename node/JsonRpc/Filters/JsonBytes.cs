using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>Writes JSON once for all who are to get it.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a writer writes.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }
}
