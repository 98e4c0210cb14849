using System.Diagnostics.Metrics;

namespace PoaSidechain.Storage;

/// <summary>Meter <c>PoaSidechain.Storage</c>: how long writes take, and how much room there is.</summary>
public sealed class StorageMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Storage";

    private readonly Histogram<double> _writes;

    /// <summary>Creates the instruments on a database folder.</summary>
    public StorageMetrics(IMeterFactory meters, string directory)
    {
        var meter = meters.Create(MeterName);
        _writes = meter.CreateHistogram<double>("storage.write.duration", "s", "Time of a write of one batch; a durable one waits for the disk.");
        meter.CreateObservableGauge("storage.size", () => SizeOf(directory), "By", "Bytes of the database's files.");
        meter.CreateObservableGauge("storage.free", () => new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace, "By", "Bytes that are free where the database lies.");
    }

    /// <summary>Counts a write.</summary>
    public void Written(TimeSpan elapsed, bool durable) =>
        _writes.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("durable", durable ? "yes" : "no"));

    /// <summary>Bytes of a folder's files; those that vanish meanwhile, as LevelDB's do, do not count.</summary>
    public static long SizeOf(string directory)
    {
        long size = 0;
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles())
        {
            try
            {
                size += file.Length;
            }
            catch (FileNotFoundException)
            {
                continue;
            }
        }

        return size;
    }
}
