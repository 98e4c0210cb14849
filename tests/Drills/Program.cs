using PoaSidechain.Tests.Drills;

if (DrillOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(DrillOptions.Usage);
    return 2;
}

var drill = await DrillOptions.Drills[options.Drill](options);
return drill ? 0 : 1;
