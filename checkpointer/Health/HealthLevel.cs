namespace PoaSidechain.Checkpointer.Health;

/// <summary>How well a part does.</summary>
internal enum HealthLevel
{
    /// <summary>As it should.</summary>
    Green = 0,

    /// <summary>Something is missing that may come by itself: an operator should look.</summary>
    Yellow = 1,

    /// <summary>Something is wrong that will not go away by itself, or money is at stake.</summary>
    Red = 2,
}
