using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>A parameter of a method, for those who describe it.</summary>
/// <param name="Type">What it is read into.</param>
/// <param name="IsOptional">True when it may be left out.</param>
internal readonly record struct RpcParameter(Type Type, bool IsOptional)
{
    /// <summary>Those of a method's arguments that come from JSON.</summary>
    public static IReadOnlyList<RpcParameter> Of(params ReadOnlySpan<IArgument> arguments)
    {
        List<RpcParameter> parameters = [];
        foreach (var argument in arguments)
        {
            if (!argument.IsInjected)
            {
                parameters.Add(new RpcParameter(argument.Type, argument.IsOptional));
            }
        }

        return parameters;
    }
}
