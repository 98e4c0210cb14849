namespace PoaSidechain.Tests.TestKit;

/// <summary>Test data is not on this machine. xunit reports a test that ends with it as skipped, never as passed.</summary>
/// <remarks>The prefix is the one by which xunit.v3 knows a skip that comes from elsewhere than its own assertions.</remarks>
public sealed class VectorsMissingException(string reason) : Exception("$XunitDynamicSkip$" + reason)
{
    public string Reason => reason;
}
