using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>A call that AWS, or the AWS CLI, refused.</summary>
sealed class AwsCliException(string message) : Exception(message);

/// <summary>The AWS CLI: credentials, retries, pages and signatures are its own.</summary>
/// <param name="Region">Null: the CLI's default.</param>
/// <param name="EndpointUrl">Null: AWS.</param>
sealed partial record AwsCli(string? Region, string? Profile, string? EndpointUrl)
{
    /// <param name="input">For an argument <c>file:///dev/stdin</c>: other processes can see arguments.</param>
    /// <returns>The answer; an empty object where there is none.</returns>
    /// <exception cref="AwsCliException">The call failed; the message is the CLI's, without e-mail addresses.</exception>
    /// <exception cref="UserError">There is no AWS CLI.</exception>
    public async Task<JsonNode> CallAsync(IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
    {
        var start = new ProcessStartInfo("aws", [.. arguments, "--output", "json", .. Option("--region", Region), .. Option("--profile", Profile), .. Option("--endpoint-url", EndpointUrl)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Version 2 shows answers in a pager otherwise.
        start.Environment["AWS_PAGER"] = "";
        using var aws = new Process { StartInfo = start };
        try
        {
            aws.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UserError("the AWS CLI ('aws') is missing: calls to AWS go through it.");
        }
        await using var killed = cancellation.Register(() => aws.Kill(entireProcessTree: true));
        var (output, error) = (aws.StandardOutput.ReadToEndAsync(CancellationToken.None), aws.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            if (input is not null) await aws.StandardInput.WriteAsync(input);
            aws.StandardInput.Close();
        }
        catch (IOException)
        {
            // It went away before it had read all; its own words follow.
        }
        await aws.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        var (text, said) = (await output, await error);
        if (aws.ExitCode != 0) throw new AwsCliException($"'aws {arguments[0]} {arguments[1]}' failed: {WithoutAddresses(said.Trim())}");
        try
        {
            return (text.Trim().Length == 0 ? null : JsonNode.Parse(text)) ?? new JsonObject();
        }
        catch (JsonException)
        {
            throw new AwsCliException($"'aws {arguments[0]} {arguments[1]}' answered something that is not JSON.");
        }
    }

    /// <summary>As it would be typed.</summary>
    public string Command(string arguments) =>
        string.Join(' ', (string[])["aws", arguments, .. Option("--region", Region), .. Option("--profile", Profile), .. Option("--endpoint-url", EndpointUrl)]);

    public static string WithoutAddresses(string text) => Address.Replace(text, "<e-mail>");

    static string[] Option(string name, string? value) => value is null ? [] : [name, value];

    [GeneratedRegex("""[^\s"'<>,;:=\[\]{}()]+@[^\s"'<>,;:=\[\]{}()]+""", RegexOptions.CultureInvariant)]
    static partial Regex Address { get; }
}
