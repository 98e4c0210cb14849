using System.Text.Json;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>Reads the value on whose first token the reader stands, to its last token; answers null, or what is wrong with the value, and then stands anywhere.</summary>
internal delegate ArgumentError? ArgumentParser<T>(ref Utf8JsonReader reader, out T value);
