namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>Every suite of this assembly, by name.</summary>
public static class SuiteRegistry
{
    public static IReadOnlyList<ISuite> All { get; } =
    [
        .. typeof(ISuite).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(ISuite)))
            .Select(type => (ISuite)Activator.CreateInstance(type)!)
            .OrderBy(suite => suite.Name, StringComparer.Ordinal),
    ];

    public static ISuite? Find(string name) => All.FirstOrDefault(suite => suite.Name == name);
}
