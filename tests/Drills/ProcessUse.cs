using System.Globalization;

namespace PoaSidechain.Tests.Drills;

/// <summary>What a process of this machine uses, from /proc.</summary>
internal sealed class ProcessUse(int id)
{
    private const double TicksPerSecond = 100; // USER_HZ of every Linux that .NET runs on
    private const int UserTicksField = 13;
    private const int SystemTicksField = 14;

    private long _since;
    private double _secondsBefore;

    /// <summary>Begins to count: the peak of memory is forgotten.</summary>
    public void Begin()
    {
        File.WriteAllText($"/proc/{id}/clear_refs", "5");
        _since = TimeProvider.System.GetTimestamp();
        _secondsBefore = ProcessorSeconds();
    }

    /// <summary>Largest resident memory since the beginning, MB, and processor time as a share of one processor.</summary>
    public (long PeakMegabytes, double Processors) End()
    {
        var peak = File.ReadLines($"/proc/{id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return (kilobytes / 1024, (ProcessorSeconds() - _secondsBefore) / TimeProvider.System.GetElapsedTime(_since).TotalSeconds);
    }

    private double ProcessorSeconds()
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = ("0 " + stat[(stat.LastIndexOf(')') + 2)..]).Split(' '); // a name may hold spaces: counted from behind it
        return (Number(fields[UserTicksField - 1]) + Number(fields[SystemTicksField - 1])) / TicksPerSecond;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
