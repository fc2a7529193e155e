using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Makes a key pair and puts the private key away.</summary>
static class FieldKeyPair
{
    /// <summary>CloudFront takes no other size.</summary>
    const int Bits = 2048;

    /// <returns>The public key, PEM.</returns>
    /// <exception cref="UserError">It could not be stored; the pair is gone then.</exception>
    public static async Task<string> StoreAsync(FieldKeyPlan plan, CancellationToken cancellation)
    {
        using var pair = RSA.Create(Bits);
        var request = new JsonObject
        {
            ["Name"] = plan.Parameter,
            ["Description"] = $"Private key of CloudFront's public key {plan.Name}.",
            ["Type"] = "SecureString",
            ["Value"] = pair.ExportPkcs8PrivateKeyPem(),
            ["Overwrite"] = false,
        };
        if (plan.KmsKey is not null) request["KeyId"] = plan.KmsKey;
        var json = JsonSerializer.SerializeToUtf8Bytes(request, JsonContext.Default.JsonObject);
        try
        {
            await PutAsync(plan, json, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
        return pair.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>Through a pipe: arguments can be seen by other processes, and files by others still.</summary>
    static async Task PutAsync(FieldKeyPlan plan, byte[] request, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("aws", ["ssm", "put-parameter", "--cli-input-json", "file:///dev/stdin"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var aws = new Process { StartInfo = start };
        try
        {
            aws.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UserError("the AWS CLI ('aws') is missing: it stores the private key. Nothing was made.");
        }
        await using var killed = cancellation.Register(() => aws.Kill(entireProcessTree: true));
        var (output, error) = (aws.StandardOutput.ReadToEndAsync(CancellationToken.None), aws.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await aws.StandardInput.BaseStream.WriteAsync(request, CancellationToken.None);
            aws.StandardInput.Close();
        }
        catch (IOException)
        {
            // It went away before it had read all; its own words follow.
        }
        await aws.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        await output;
        if (aws.ExitCode == 0) return;
        var said = (await error).Trim();
        throw new UserError(said.Contains("ParameterAlreadyExists", StringComparison.Ordinal)
            ? $"{plan.Parameter} is there already, and was not overwritten: messages could no longer be read. A rotation takes another --name."
            : $"'aws ssm put-parameter' for {plan.Parameter} failed, nothing is kept: {said}", ExitCode.Failure);
    }
}
