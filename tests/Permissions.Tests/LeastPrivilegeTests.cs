namespace Permissions.Tests;

/// <summary>The other way round: nothing is granted that nobody needs.</summary>
public class LeastPrivilegeTests
{
    /// <summary>Where harm is done; each action of these is asked of what is somebody else's.</summary>
    static readonly string[] s_services = ["s3", "sqs", "sns", "dynamodb", "kms", "firehose", "kinesis", "secretsmanager", "ssm", "sts", "iam", "lambda", "logs", "events", "cloudformation", "organizations", "es", "aoss", "rds-db"];

    /// <summary>Nobody needs a permission for it, and no policy takes it away.</summary>
    const string AnybodysRight = "sts:GetCallerIdentity on *";

    [SkippableFact]
    public void Every_action_in_a_role_is_needed_by_a_recorded_call_or_by_AWS()
    {
        Skip.IfNot(Recordings.AreComplete, Recordings.Absent);
        var stale = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (stack, function) in Each())
        {
            var needs = Needs.Recorded(stack, function).Concat(Needs.ByAws(stack, function)).ToList();
            foreach (var (action, resource, _) in Access.Allowed(stack.IdentityPolicies(stack.RoleOf(function.Name))))
                if (!needs.Any(need => Access.Matches(action, need.Action) && Access.Matches(resource, need.Arn))) stale.Add($"[{stack.Name}] {function.Name}: {action} on {resource}");
        }
        Assert.True(stale.Count == 0, $"No recorded call needs these:\n{string.Join('\n', stale)}");
    }

    [SkippableFact]
    public async Task A_role_refuses_every_action_on_what_is_somebody_elses()
    {
        await Simulator.SkipIfAbsentAsync();
        var asked = Each().ToList();
        var (_, sweeps) = await Simulator.AskAsync([], asked.Select(one => Sweep(one.Stack, one.Function, s_services, null, Sluice.Local.Deployment.Account)));

        // An ARN of a function with a qualifier may be a version's or an alias', and the simulator does not choose.
        Assert.All(sweeps, one => Assert.All(one.Unjudged, action => Assert.Matches("^lambda:[A-Za-z]+ProvisionedConcurrencyConfig: .*multiple.resource.types", action)));
        Assert.All(sweeps, one => Assert.True(one.Tried > 1000, $"{one.Tried} tried"));
        var allowed = asked.Zip(sweeps).SelectMany(one => one.Second.Allowed.Where(action => action != AnybodysRight).Select(action => $"[{one.First.Stack.Name}] {one.First.Function.Name}: {action}")).ToList();
        Assert.True(allowed.Count == 0, string.Join('\n', allowed.Take(30)));
        Report.Denied("on what is somebody else's", asked.Zip(sweeps).Select(one => (one.First.Function.Name, one.Second.Tried)));
    }

    [SkippableFact]
    public async Task A_role_refuses_on_each_resource_of_the_suite_what_its_function_does_not_need_there()
    {
        Skip.IfNot(Recordings.AreComplete, Recordings.Absent);
        await Simulator.SkipIfAbsentAsync();
        var places = Stack.All.ToDictionary(stack => stack.Name, PlacesOf);
        var asked = (from one in Each()
                     let needs = Needs.Recorded(one.Stack, one.Function).Concat(Needs.ByAws(one.Stack, one.Function)).ToList()
                     from place in places[one.Stack.Name]
                     select (one.Stack, one.Function, Place: place, Needed: needs.Where(need => need.On.Arn == place.On.Arn && place.Path.StartsWith(need.Scope, StringComparison.Ordinal) && !need.Context.ContainsKey("kms:ViaService")).Select(need => need.Action).ToHashSet(StringComparer.Ordinal))).ToList();
        var (_, sweeps) = await Simulator.AskAsync([], asked.Select(one => Sweep(one.Stack, one.Function, [Stack.Service(one.Place.On.Arn)], one.Place.Arn, one.Place.On.Account)));

        var allowed = asked.Zip(sweeps).SelectMany(one => one.Second.Allowed
            .Where(action => !one.First.Needed.Contains(action.Split(' ')[0])).Select(action => $"[{one.First.Stack.Name}] {one.First.Function.Name}: {action}")).ToList();
        Assert.True(allowed.Count == 0, $"Allowed, though no call needs it there:\n{string.Join('\n', allowed.Take(40))}");
        Report.Denied("on resources of the suite", asked.Zip(sweeps).Select(one => (one.First.Function.Name, one.Second.Tried - one.Second.Allowed.Count)));
    }

    /// <summary>Each resource, each part of it that a function has for itself, and a part that none has.</summary>
    static List<(Target On, string Path, string Arn)> PlacesOf(Stack stack)
    {
        var places = new List<(Target, string, string)>();
        foreach (var target in stack.Targets)
        {
            places.Add((target, "", target.Arn));
            if (Stack.Service(target.Arn) is not ("s3" or "dynamodb" or "es")) continue;
            var scopes = FunctionTable.Functions.SelectMany(function => function.Plays.SelectMany(one => one.Value)).Select(part => part.Split('/', 2))
                .Where(part => part.Length == 2 && part[0].Split('|').Contains(target.Name)).Select(part => part[1].Split('$', 2)[0]).Append("").Distinct();
            places.AddRange(scopes.Select(scope => scope + "somebody-elses").Select(path => (target, path, $"{target.Arn}/{path}")));
        }
        return places;
    }

    static IEnumerable<(Stack Stack, FunctionEntry Function)> Each() =>
        from stack in Stack.All from function in FunctionTable.Functions where stack.Template.Functions.ContainsKey(function.Name) select (stack, function);

    static Sweep Sweep(Stack stack, FunctionEntry function, IReadOnlyList<string> services, string? resource, string account)
    {
        var role = stack.RoleOf(function.Name);
        return new Sweep(role.Attributes["Arn"], services, resource, account, stack.IdentityPolicies(role), resource is null ? null : stack.ResourcePolicy(resource));
    }
}
