using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

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
        var pem = Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem());
        try
        {
            await PutAsync(plan, pem, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
        return pair.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>Through a pipe: arguments can be seen by other processes, and files by others still.</summary>
    static async Task PutAsync(FieldKeyPlan plan, byte[] pem, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "ssm", "put-parameter", "--name", plan.Parameter, "--type", "SecureString", "--no-overwrite", "--description", $"Private key of CloudFront's public key {plan.Name}.",
            // Not --cli-input-json, which the AWS CLI reads twice.
            "--value", "file:///dev/stdin", .. plan.KmsKey is { } key ? (string[])["--key-id", key] : [],
        ];
        var start = new ProcessStartInfo("aws", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
            await aws.StandardInput.BaseStream.WriteAsync(pem, CancellationToken.None);
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
