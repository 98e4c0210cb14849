using System.Runtime.InteropServices;

namespace PoaSidechain.Tests.Benchmarks.Measuring;

/// <summary>Clocks: seconds on the wall, and processor seconds, which other programs on the machine hardly disturb.</summary>
internal static partial class Clock
{
    private const int ThreadCpuTime = 3;   // CLOCK_THREAD_CPUTIME_ID
    private const int Children = -1;       // RUSAGE_CHILDREN
    private const double LeastSeconds = 0.12;

    /// <summary>Seconds since <paramref name="began"/>, a timestamp of the system's provider.</summary>
    public static double Since(long began) => TimeProvider.System.GetElapsedTime(began).TotalSeconds;

    public static long Now() => TimeProvider.System.GetTimestamp();

    /// <summary>Processor seconds of this thread.</summary>
    public static double Thread() => ClockGetTime(ThreadCpuTime, out var time) == 0 ? time.Seconds + (time.Nanoseconds * 1e-9) : throw new PlatformNotSupportedException();

    /// <summary>Processor seconds of all child processes that have ended.</summary>
    public static double EndedChildren()
    {
        Span<long> usage = stackalloc long[18]; // struct rusage: user time, system time, then what is not read here
        return GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) * 1e-6)
            : throw new PlatformNotSupportedException();
    }

    /// <summary>Least processor seconds of many runs of an action on this thread: so many that the compiler has had its time.</summary>
    public static double LeastOf(int runs, Action action)
    {
        var least = double.MaxValue;
        var start = Now();
        for (var i = 0; i < runs || Since(start) < LeastSeconds; i++)
        {
            var began = Thread();
            action();
            least = Math.Min(least, Thread() - began);
        }

        return least;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpecification time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
