using Microsoft.AspNetCore.DataProtection;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Console.Bridge;
using PoaSidechain.Console.Chains;
using PoaSidechain.Console.Components;
using PoaSidechain.Console.Explorer;
using PoaSidechain.Console.Options;
using PoaSidechain.Primitives.Bridge;

return await ConsoleCommand.Create(RunAsync).Parse(args).InvokeAsync();

static async Task<int> RunAsync(ConsoleOptions options, CancellationToken cancellationToken)
{
    Deployment? deployment = null;
    try
    {
        deployment = options.DeploymentFile is { } file ? Deployment.Parse(await File.ReadAllTextAsync(file, cancellationToken), file) : null;
    }
    catch (FormatException e)
    {
        await System.Console.Error.WriteLineAsync($"poa-console: {e.Message}");
        return 1;
    }

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseStaticWebAssets(); // out of a checkout, where nothing was published
    builder.WebHost.UseUrls(options.Listen.ToString());
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    AddServices(builder.Services, options, deployment);

    await using var app = builder.Build();
    app.UseAntiforgery();
    app.MapStaticAssets();
    app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    try
    {
        await app.StartAsync(cancellationToken);
    }
    catch (IOException e)
    {
        await System.Console.Error.WriteLineAsync($"poa-console: {options.Listen} cannot be served: {e.Message}");
        return 1;
    }

    await System.Console.Out.WriteLineAsync($"The console is at {options.Listen}");
    await app.WaitForShutdownAsync(cancellationToken);
    return 0;
}

static void AddServices(IServiceCollection services, ConsoleOptions options, Deployment? deployment)
{
    var timeout = TimeSpan.FromSeconds(10);
    var node = RpcClient.Create(options.Node.ToString(), timeout);
    services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nothing outlives the program, so no keys are written to disk
    services.AddRazorComponents().AddInteractiveServerComponents();
    services.AddSingleton(options);
    services.AddSingleton(TimeProvider.System);
    services.AddSingleton(new ChainFeed(node));
    services.AddSingleton(new NodeExplorer(new ChainClient(node)));
    services.AddHostedService<HeadFollower>();
    if (deployment is not null)
    {
        services.AddSingleton(new BridgeChains(node, RpcClient.Create(options.L1!.ToString(), timeout), deployment));
        services.AddSingleton<BridgeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<BridgeFeed>());
        services.AddSingleton<Assets>();
        services.AddSingleton<Settlements>();
        services.AddSingleton<Contents>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton<History>();
        services.AddSingleton<Tokens>();
        services.AddScoped<Wallet>();
    }
}
