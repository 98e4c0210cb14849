using System.Text.Json;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Writes a result as one JSON value.</summary>
internal delegate void ResultWriter<in T>(Utf8JsonWriter writer, T value);
