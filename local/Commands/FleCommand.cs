using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice fle</c>: what field-level encryption needs that CloudFormation cannot make.</summary>
static class FleCommand
{
    public static Command Create() => new("fle", "Prepare CloudFront's field-level encryption.") { Keys() };

    static Command Keys()
    {
        var name = new Option<string>("--name") { Description = "Of the public key in CloudFront; a rotation takes another one", DefaultValueFactory = _ => "sluice-fields" };
        var provider = new Option<string>("--provider") { Description = "Of the profile; messages carry both", DefaultValueFactory = _ => "sluice" };
        var path = new Option<string>("--path") { Description = "In Parameter Store, as the stack's parameter FieldKeyPath", DefaultValueFactory = _ => "/sluice/field-keys" };
        var kms = new Option<string>("--kms-key") { Description = "KMS key that encrypts the parameter; the account's default unless given" };
        var fields = new Option<string>("--fields") { Description = "Fields of the form that are encrypted, with commas between", DefaultValueFactory = _ => "phone" };
        var stack = new Option<string>("--stack") { Description = "The stack's name, for the commands that are printed", DefaultValueFactory = _ => "sluice" };
        var command = new Command("keys", """
            Make a key pair: the private key goes straight into Parameter Store (SecureString, through 'aws ssm put-parameter'), never onto a disk or
            a screen; the public key and the commands that follow are printed.
            Region and credentials are those of the AWS CLI. A key that is there already is not overwritten.
            """) { name, provider, path, kms, fields, stack };
        command.SetAction((parsed, cancellation) => RunAsync(
            new(parsed.GetValue(name)!, parsed.GetValue(provider)!, parsed.GetValue(path)!.TrimEnd('/'), parsed.GetValue(kms), parsed.GetValue(fields)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), parsed.GetValue(stack)!),
            cancellation));
        return command;
    }

    static async Task<int> RunAsync(FieldKeyPlan plan, CancellationToken cancellation)
    {
        plan.Check();
        var publicKey = await FieldKeyPair.StoreAsync(plan, cancellation);
        await Console.Error.WriteLineAsync($"The private key is in Parameter Store: {plan.Parameter} (SecureString). It was on no disk, and is not shown.\n");
        await Console.Out.WriteLineAsync(FieldKeySteps.Text(plan, publicKey));
        return ExitCode.Success;
    }
}
