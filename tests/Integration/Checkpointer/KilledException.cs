namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Stands for a kill -9: thrown at a crash point, caught by nobody inside the program.</summary>
internal sealed class KilledException : Exception;
