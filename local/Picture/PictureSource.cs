namespace Sluice.Local;

/// <summary>The rows of the picture: the template with every part on.</summary>
static class PictureSource
{
    /// <summary>The environment of samconfig.toml that has every part on.</summary>
    const string Environment = "rehearsal";

    /// <summary>Two deployments of this template, one on either side: what a parameter of one names, the other makes. It is drawn as one thing.</summary>
    static readonly (string Parameter, string Resource)[] s_otherSide = [("CentralBucketName", "CentralBucket")];

    /// <exception cref="TemplateException">The template cannot be resolved.</exception>
    public static IReadOnlyList<Row> Rows(string root)
    {
        var context = Deployment.Context(root, Environment, new Dictionary<string, string>(), null);
        var template = Deployment.Resolve(root, context);
        var joined = s_otherSide.Where(one => template.Resources.ContainsKey(one.Resource)).ToDictionary(one => one.Parameter, one => template.Resources[one.Resource].PhysicalName);
        context = Deployment.Context(root, Environment, joined, null);
        return Rows(Deployment.Resolve(root, context), context.Parameters);
    }

    /// <summary>In the template's order.</summary>
    public static IReadOnlyList<Row> Rows(ResolvedTemplate template, IReadOnlyDictionary<string, string> parameters)
    {
        var flows = FlowGraph.Of(template, parameters);
        return [.. template.Resources.Values.Where(FunctionSpecs.IsFunction).Select(function => RowBuilder.Build(flows, function))];
    }
}
