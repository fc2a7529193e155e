namespace Sluice.Local;

/// <summary>The template twice: as the stack of an account with resources, and as that of the central account which its logs go to. The first is
/// GuardDuty's administrator, too, and the second forwards its own findings there.</summary>
/// <param name="Context">Of the first.</param>
/// <param name="Resource">All of it.</param>
/// <param name="Central">Only what the first has not; its loader with it.</param>
sealed record TwoAccounts(TemplateContext Context, ResolvedTemplate Resource, ResolvedTemplate Central)
{
    /// <summary>One of AWS's own examples, too.</summary>
    public const string CentralAccount = "222233334444";

    /// <param name="parameters">Of the first; those about the central account are added.</param>
    /// <param name="cluster">Which the central account's loader loads into.</param>
    public static TwoAccounts Resolve(string root, IReadOnlyDictionary<string, string> parameters, Uri cluster)
    {
        var first = Deployment.Context(root, "default", new Dictionary<string, string>(), region: null);
        var receiving = Deployment.Context(root, "default", new Dictionary<string, string>
        {
            ["ResourceAccounts"] = first.AccountId,
            ["ElasticsearchUrl"] = cluster.AbsoluteUri.TrimEnd('/'),
            // What the template calls its bus. Another name would lose the copies, and the demo counts them.
            ["ForwardFindingsTo"] = $"arn:aws:events:{first.Region}:{first.AccountId}:event-bus/{first.StackName}-findings",
        }, region: null);
        var central = Deployment.Resolve(root, receiving with { StackName = "sluice-central", AccountId = CentralAccount });

        var sending = new Dictionary<string, string>(parameters, StringComparer.Ordinal)
        {
            ["CentralBucketName"] = central.Resources["CentralBucket"].PhysicalName,
            ["CentralBucketAccount"] = CentralAccount,
            ["FindingAccounts"] = CentralAccount,
            ["CentralKeyArn"] = central.Resources["CentralKey"].Attributes["Arn"],
        };
        var context = Deployment.Context(root, "default", sending, region: null);
        var resource = Deployment.Resolve(root, context);
        var only = central.Resources.Where(one => !resource.Resources.ContainsKey(one.Key)).ToDictionary(StringComparer.Ordinal);
        var functions = central.Functions.Where(one => only.ContainsKey(one.Key)).ToDictionary(StringComparer.Ordinal);
        return new(context, resource, central with { Resources = only, Functions = functions });
    }
}
