namespace PoaSidechain.Node.Keys;

/// <summary>Passwords come from a file or from the terminal, never from the command line or the environment.</summary>
internal static class Passwords
{
    /// <summary>The first line of a file, or what is typed.</summary>
    public static string Read(string? file, string prompt)
    {
        if (file is null)
        {
            return Ask(prompt);
        }

        using var reader = new StreamReader(file);
        return reader.ReadLine() ?? "";
    }

    /// <summary>A new password, typed twice when it is typed.</summary>
    public static string ReadNew(string? file)
    {
        if (file is not null)
        {
            return Read(file, "");
        }

        var password = Ask("Password: ");
        return password == Ask("Repeat password: ") ? password : throw new KeystoreFolderException("The passwords differ.");
    }

    private static string Ask(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            throw new KeystoreFolderException("A password is needed: there is no terminal to ask at, name a file with --password.");
        }

        Console.Error.Write(prompt);
        var password = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
