using Xunit;

// Every test has several node processes with a block a second: two at once would measure the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
