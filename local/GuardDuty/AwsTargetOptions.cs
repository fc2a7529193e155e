using System.CommandLine;

namespace Sluice.Local;

/// <summary>The options of the AWS CLI that are passed on.</summary>
sealed class AwsTargetOptions
{
    readonly Option<string[]> _regions = new("--region") { Description = "One or more; otherwise the AWS CLI's own", AllowMultipleArgumentsPerToken = true };
    readonly Option<string?> _profile = new("--profile") { Description = "Of the AWS CLI" };
    readonly Option<string?> _endpoint = new("--endpoint-url") { Description = "Instead of AWS" };

    public void AddTo(Command command)
    {
        command.Add(_regions);
        command.Add(_profile);
        command.Add(_endpoint);
    }

    /// <summary>GuardDuty is regional: one for each region.</summary>
    public IReadOnlyList<AwsCli> Regions(ParseResult parsed)
    {
        var regions = (parsed.GetValue(_regions) ?? []).SelectMany(region => region.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).ToList();
        return [.. (regions.Count == 0 ? [null] : regions.Cast<string?>()).Select(region => new AwsCli(region, parsed.GetValue(_profile), parsed.GetValue(_endpoint)))];
    }
}
