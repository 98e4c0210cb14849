using PoaSidechain.Clique.Signing;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Node.Keys;

/// <summary>The signer of this node, local or remote, behind its journal; owns the key, the journal and the connection.</summary>
internal sealed class SealingKey : IDisposable
{
    private const int JournalCacheMegabytes = 8;
    private static readonly TimeSpan RemotePatience = TimeSpan.FromSeconds(5);

    private readonly PrivateKey? _key;
    private readonly HttpClient? _http;
    private readonly LevelDbStore _journal;

    private SealingKey(PrivateKey? key, HttpClient? http, ISealSigner signer, LevelDbStore journal)
    {
        (_key, _http, _journal) = (key, http, journal);
        Signer = new GuardedSealSigner(signer, new SealJournal(journal));
    }

    /// <summary>Seals what may be sealed.</summary>
    public ISealSigner Signer { get; }

    /// <summary>Decrypts the key, or prepares to ask for seals; opens the journal.</summary>
    public static SealingKey Open(DataFolder data, SealingOptions options, TimeProvider time)
    {
        var http = options.RemoteSigner is null ? null : new HttpClient { Timeout = RemotePatience };
        var key = options.RemoteSigner is null ? OpenKey(data, options, time) : null;
        ISealSigner signer = (options.RemoteSigner, options.IsWeb3Signer) switch
        {
            ({ } url, true) => new Web3SignerSealSigner(http!, url, options.Signer),
            ({ } url, false) => new ClefSealSigner(http!, url, options.Signer),
            _ => new LocalSealSigner(key!),
        };
        Directory.CreateDirectory(data.SealJournal);
        var journal = LevelDbStore.Open(new StorageOptions
        {
            Directory = data.SealJournal, CreateIfMissing = true, CacheMegabytes = JournalCacheMegabytes, WriteBufferMegabytes = 1,
        });
        return new SealingKey(key, http, signer, journal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _http?.Dispose();
        _journal.Dispose();
    }

    private static PrivateKey OpenKey(DataFolder data, SealingOptions options, TimeProvider time)
    {
        var file = new KeystoreFolder(data.Keystore, time).FileOf(options.Signer);
        return KeystoreFolder.Open(file, Passwords.Read(options.PasswordFile, $"Password of {options.Signer.ToChecksumString()}: "));
    }
}
