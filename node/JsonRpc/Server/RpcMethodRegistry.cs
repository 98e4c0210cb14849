using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Collects methods: each with a reader for every parameter, a writer for the result and the handler in between.</summary>
/// <remarks>What a call needs is put together here once; a call itself looks nothing up but the method's name. Thread: one at a time, at start.</remarks>
public sealed class RpcMethodRegistry
{
    private readonly Dictionary<string, RpcMethod> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RpcSubscriptionKind> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>Methods by name.</summary>
    internal IReadOnlyDictionary<string, RpcMethod> Methods => _methods;

    /// <summary>Subscriptions by namespace, slash and name.</summary>
    internal IReadOnlyDictionary<string, RpcSubscriptionKind> Subscriptions => _subscriptions;

    /// <summary>A method without parameters.</summary>
    internal RpcMethod Add<T>(string name, ResultWriter<T> write, Func<RpcResult<T>> handler) => Add(name, [], typeof(T), (parameters, info, result) =>
    {
        var arguments = new ArgumentList(parameters, info);
        return new(arguments.End() ?? Write(handler(), write, result));
    });

    /// <summary>A method of one parameter.</summary>
    internal RpcMethod Add<T1, T>(string name, Argument<T1> first, ResultWriter<T> write, Func<T1, RpcResult<T>> handler) => Add(name, RpcParameter.Of(first), typeof(T), (parameters, info, result) =>
    {
        var arguments = new ArgumentList(parameters, info);
        var a = arguments.Next(first);
        return new(arguments.End() ?? Write(handler(a), write, result));
    });

    /// <summary>A method of two parameters.</summary>
    internal RpcMethod Add<T1, T2, T>(
        string name, Argument<T1> first, Argument<T2> second, ResultWriter<T> write, Func<T1, T2, RpcResult<T>> handler) => Add(name, RpcParameter.Of(first, second), typeof(T), (parameters, info, result) =>
    {
        var arguments = new ArgumentList(parameters, info);
        var a = arguments.Next(first);
        var b = arguments.Next(second);
        return new(arguments.End() ?? Write(handler(a, b), write, result));
    });

    /// <summary>A method of three parameters.</summary>
    internal RpcMethod Add<T1, T2, T3, T>(
        string name, Argument<T1> first, Argument<T2> second, Argument<T3> third, ResultWriter<T> write, Func<T1, T2, T3, RpcResult<T>> handler) =>
        Add(name, RpcParameter.Of(first, second, third), typeof(T), (parameters, info, result) =>
        {
            var arguments = new ArgumentList(parameters, info);
            var a = arguments.Next(first);
            var b = arguments.Next(second);
            var c = arguments.Next(third);
            return new(arguments.End() ?? Write(handler(a, b, c), write, result));
        });

    /// <summary>A method of four parameters.</summary>
    internal RpcMethod Add<T1, T2, T3, T4, T>(
        string name,
        Argument<T1> first,
        Argument<T2> second,
        Argument<T3> third,
        Argument<T4> fourth,
        ResultWriter<T> write,
        Func<T1, T2, T3, T4, RpcResult<T>> handler) =>
        Add(name, RpcParameter.Of(first, second, third, fourth), typeof(T), (parameters, info, result) =>
        {
            var arguments = new ArgumentList(parameters, info);
            var a = arguments.Next(first);
            var b = arguments.Next(second);
            var c = arguments.Next(third);
            var d = arguments.Next(fourth);
            return new(arguments.End() ?? Write(handler(a, b, c, d), write, result));
        });

    /// <summary>A method of five parameters; those that come from the call's surroundings count.</summary>
    internal RpcMethod Add<T1, T2, T3, T4, T5, T>(
        string name,
        (Argument<T1> First, Argument<T2> Second, Argument<T3> Third, Argument<T4> Fourth, Argument<T5> Fifth) list,
        ResultWriter<T> write,
        Func<T1, T2, T3, T4, T5, RpcResult<T>> handler) =>
        Add(name, RpcParameter.Of(list.First, list.Second, list.Third, list.Fourth, list.Fifth), typeof(T), (parameters, info, result) =>
        {
            var arguments = new ArgumentList(parameters, info);
            var a = arguments.Next(list.First);
            var b = arguments.Next(list.Second);
            var c = arguments.Next(list.Third);
            var d = arguments.Next(list.Fourth);
            var e = arguments.Next(list.Fifth);
            return new(arguments.End() ?? Write(handler(a, b, c, d, e), write, result));
        });

    /// <summary>A method of two parameters that waits for something.</summary>
    internal RpcMethod AddWaiting<T1, T2, T>(
        string name, Argument<T1> first, Argument<T2> second, ResultWriter<T> write, Func<T1, T2, Task<RpcResult<T>>> handler) =>
        Add(name, RpcParameter.Of(first, second), typeof(T), (parameters, info, result) =>
        {
            var arguments = new ArgumentList(parameters, info);
            var a = arguments.Next(first);
            var b = arguments.Next(second);
            return arguments.End() is { } error ? new(error) : WriteAsync(() => handler(a, b), write, result);
        });

    /// <summary>A method that waits for something.</summary>
    internal RpcMethod AddWaiting<T1, T2, T3, T>(
        string name, Argument<T1> first, Argument<T2> second, Argument<T3> third, ResultWriter<T> write, Func<T1, T2, T3, Task<RpcResult<T>>> handler) =>
        Add(name, RpcParameter.Of(first, second, third), typeof(T), (parameters, info, result) =>
        {
            var arguments = new ArgumentList(parameters, info);
            var a = arguments.Next(first);
            var b = arguments.Next(second);
            var c = arguments.Next(third);
            return arguments.End() is { } error ? new(error) : WriteAsync(() => handler(a, b, c), write, result);
        });

    /// <summary>A subscription without parameters, as <c>namespace_subscribe</c> with its name.</summary>
    internal void AddSubscription(string space, string name, Func<RpcSubscription, IDisposable> start) =>
        _subscriptions.Add($"{space}/{name}", new RpcSubscriptionKind((ref ArgumentList arguments) =>
        {
            RpcResult<Func<RpcSubscription, IDisposable>> result = start;
            return arguments.End() is { } error ? error : result;
        }));

    /// <summary>A subscription of one parameter.</summary>
    internal void AddSubscription<T>(string space, string name, Argument<T> argument, Func<T, RpcResult<Func<RpcSubscription, IDisposable>>> prepare) =>
        _subscriptions.Add($"{space}/{name}", new RpcSubscriptionKind((ref ArgumentList arguments) =>
        {
            var value = arguments.Next(argument);
            return arguments.End() is { } error ? error : prepare(value);
        }));

    private RpcMethod Add(string name, IReadOnlyList<RpcParameter> parameters, Type result, RpcInvoker invoke)
    {
        var method = new RpcMethod(name, parameters, result, invoke);
        _methods.Add(name, method);
        return method;
    }

    private static RpcError? Write<T>(in RpcResult<T> outcome, ResultWriter<T> write, Utf8JsonWriter result)
    {
        if (outcome.TryGet(out var value, out var error))
        {
            write(result, value);
        }

        return error;
    }

    private static async ValueTask<RpcError?> WriteAsync<T>(Func<Task<RpcResult<T>>> run, ResultWriter<T> write, Utf8JsonWriter result) =>
        Write(await run(), write, result);
}
