using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>An encrypted key. The password comes from a file, never from the command line.</summary>
public sealed class KeyOptions
{
    /// <summary>Keystore V3 file.</summary>
    [Required]
    public string KeystoreFile { get; set; } = "";

    /// <summary>File whose first line is the password.</summary>
    [Required]
    public string PasswordFile { get; set; } = "";
}
