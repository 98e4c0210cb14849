using PoaSidechain.Tests.Conformance.State;

return SuiteRunner.Run(args);
