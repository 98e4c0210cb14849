using Microsoft.Extensions.Options;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>Checks each option by its annotations; generated at compile time.</summary>
[OptionsValidator]
internal sealed partial class CheckpointerOptionsValidator : IValidateOptions<CheckpointerOptions>;
