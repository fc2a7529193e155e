using Sluice.Local;

namespace Permissions.Tests;

/// <summary>What the functions were seen to call, against their roles.</summary>
public class RecordedCallTests
{
    [Fact]
    public void Every_function_of_the_template_stands_in_the_table_and_no_other() =>
        Assert.Equal(Stack.All[0].Template.Functions.Keys.Order(StringComparer.Ordinal), FunctionTable.Names.Order(StringComparer.Ordinal));

    [SkippableFact]
    public void Every_function_was_seen_to_call_AWS()
    {
        Skip.IfNot(Recordings.AreComplete, Recordings.Absent);
        var silent = FunctionTable.Functions.Where(one => !Recordings.Of(one).Any()).Select(one => one.Name);
        Assert.True(!silent.Any(), $"No test makes an AWS call of {string.Join(", ", silent)}: its role cannot be judged.");
    }

    [SkippableFact]
    public void Every_recorded_call_is_of_a_function()
    {
        Skip.If(Recordings.All.Count == 0, Recordings.Absent);
        var known = FunctionTable.Functions.SelectMany(Recordings.Of).ToHashSet();
        var strangers = Recordings.All.Where(call => !known.Contains(call)).Select(call => $"{call.By} ({call.Caller}): {call.Shown}").ToList();
        Assert.True(strangers.Count == 0, $"Nothing in data/functions.json says whose calls these are:\n{string.Join('\n', strangers.Take(20))}");
    }

    [SkippableFact]
    public void Every_recorded_call_is_known_and_what_it_names_is_deployed_as_something()
    {
        Skip.If(Recordings.All.Count == 0, Recordings.Absent);
        var problems = new HashSet<string>();
        foreach (var function in FunctionTable.Functions)
            foreach (var call in Recordings.Of(function))
            {
                try
                {
                    if (function.BeyondTheTemplate(call) is not null) continue;
                    foreach (var action in ActionTable.Of(call))
                        foreach (var part in function.PartsOf(action.What, call))
                            if (Stack.All.All(stack => part.In(stack) is null)) problems.Add($"{function.Name}: no deployment in data/functions.json has {string.Join(" or ", part.Names)}, which stands for {action.What}.");
                }
                catch (InvalidOperationException unknown)
                {
                    problems.Add(unknown.Message);
                }
            }
        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(20)));
    }

    [SkippableFact]
    public async Task Each_role_allows_every_call_that_its_function_makes_and_what_AWS_does_with_it()
    {
        Skip.If(Recordings.All.Count == 0, Recordings.Absent);
        await Simulator.SkipIfAbsentAsync();
        var asked = (from stack in Stack.All
                     from function in FunctionTable.Functions
                     where stack.Template.Functions.ContainsKey(function.Name)
                     from need in Needs.Recorded(stack, function).Concat(Needs.ByAws(stack, function))
                     select (stack, need)).ToList();
        var verdicts = await Simulator.AskAsync(asked.Select(one => Access.Ask(one.stack, one.need)));

        var refused = asked.Zip(verdicts).Where(one => !one.Second.IsAllowed).Select(one => $"{one.Second.Result} {one.Second.Error} [{one.First.stack.Name}] {one.First.need}").ToList();
        Assert.True(refused.Count == 0, $"{refused.Count} of {asked.Count} are refused:\n{string.Join('\n', refused.Take(30))}");
        Report.Write(asked);
    }

    [SkippableFact]
    public async Task A_role_refuses_what_only_settings_outside_the_template_would_call()
    {
        Skip.IfNot(Recordings.AreComplete, Recordings.Absent);
        await Simulator.SkipIfAbsentAsync();
        var unused = FunctionTable.Functions.SelectMany(function => function.Beyond.Keys
            .Where(key => !Recordings.Of(function).Any(call => key == call.Service || key == call.Operation || call.Parameters.ContainsKey(key))).Select(key => $"{function.Name}: {key}"));
        Assert.True(!unused.Any(), $"'beyond' has what no test calls: {string.Join(", ", unused)}");

        // The same resource may be allowed for another action of the call: at least one must be refused, or the setting would work.
        var calls = (from stack in Stack.All
                     from function in FunctionTable.Functions
                     from one in Needs.Beyond(function)
                     group (stack, function, one.Action) by (stack.Name, function.Name, one.Call)).ToList();
        var asked = calls.SelectMany(call => call.Select(one => (call.Key, Question: Access.Ask(one.stack, one.function.Name, one.Action.Action, Somewhere(one.stack, one.function, one.Action, call.Key.Call), Deployment.Account, new Dictionary<string, string>())))).ToList();
        var verdicts = await Simulator.AskAsync(asked.Select(one => one.Question));
        var allowed = asked.Zip(verdicts).GroupBy(one => one.First.Key).Where(call => call.All(one => one.Second.IsAllowed)).Select(call => $"[{call.Key.Item1}] {call.Key.Item2}: {call.Key.Call.Shown}");
        Assert.True(!allowed.Any(), string.Join('\n', allowed));
    }

    /// <summary>A place such as the call names, in ARNs that IAM takes.</summary>
    static string Somewhere(Stack stack, FunctionEntry function, NeededAction action, RecordedCall call) => action.Action.Split(':')[0] switch
    {
        "s3" => function.PartsOf(action.What, call).Select(part => (part, Target: part.In(stack))).Where(one => one.Target is not null)
            .Select(one => action.OnBucket ? one.Target!.Arn : one.part.ArnOf(one.Target!)).First(),
        "ssm" => $"arn:aws:ssm:us-east-1:{Deployment.Account}:parameter/{action.What.TrimStart('/')}",
        _ => action.What,
    };
}
