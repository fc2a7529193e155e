namespace Sluice.Local;

/// <summary>Builds functions, to be run here or to be deployed.</summary>
/// <param name="say">Takes one line of progress.</param>
sealed class FunctionBuilder(Action<string> say, TimeProvider time)
{
    /// <summary>What invoke and demo start; built if a source is newer. <see cref="Packaging.Jit"/> is a plain build, the others are packages.</summary>
    /// <exception cref="UserError">It does not build; the message has the compiler's errors.</exception>
    public async Task<Runnable> RunnableAsync(FunctionProject project, Packaging kind, CancellationToken cancellation)
    {
        if (kind != Packaging.Jit) return new Runnable((await PackageAsync(project, kind, force: false, cancellation)).Bootstrap, new Dictionary<string, string>());

        var executable = Path.Combine(Repository.Root, "artifacts", "bin", project.Name, "debug", project.Name);
        var fresh = new Freshness($"debug-{project.Name}");
        if (!fresh.Holds(project, executable))
        {
            say($"building {project.Name}...");
            var begun = time.GetUtcNow();
            await BuildAsync(project, ["build", project.File, "--verbosity", "quiet"], cancellation);
            fresh.Remember(begun);
        }
        return new Runnable(executable, new Dictionary<string, string> { ["DOTNET_ROOT"] = DotnetRoot });
    }

    /// <param name="force">Build even when no source is newer.</param>
    /// <exception cref="UserError">It does not build; the message has the compiler's errors.</exception>
    public async Task<Package> PackageAsync(FunctionProject project, Packaging kind, bool force, CancellationToken cancellation)
    {
        var package = Package.Of(project, kind);
        var fresh = new Freshness($"{kind.ToString().ToLowerInvariant()}-{project.Name}");
        if (!force && fresh.Holds(project, package.Bootstrap)) return package;

        var begun = time.GetUtcNow();
        await PublishAsync(package, cancellation);
        if (!File.Exists(package.Bootstrap))
            throw new UserError($"{project.Name}: the build left no {Repository.Shown(package.Bootstrap)}; see functions/Directory.Build.targets.", ExitCode.Failure);
        if (kind == Packaging.Aot) await GlibcGate.CheckAsync(package.Bootstrap, say, cancellation);
        ReproducibleZip.Write(package.Directory, package.Zip);
        fresh.Remember(begun);
        return package;
    }

    async Task PublishAsync(Package package, CancellationToken cancellation)
    {
        var framework = package.Kind == Packaging.Aot ? NativeFramework.Remembered : NativeFramework.Wanted;
        say($"{package.Project.Name}: publishing {Described(package.Kind)}, {framework}, {Target.RuntimeIdentifier}...");
        var result = await PublishAsync(package, framework, cancellation);
        if (!result.Succeeded && package.Kind == Packaging.Aot && framework == NativeFramework.Wanted && NativeFramework.IsMissing(result.Lines))
        {
            say($"{package.Project.Name}: the feed lacks the Native AOT pack of {NativeFramework.Wanted}; the same sources are built for {NativeFramework.Fallback}.");
            result = await PublishAsync(package, NativeFramework.Fallback, cancellation);
            if (result.Succeeded) NativeFramework.RememberFallback();
        }
        if (!result.Succeeded) throw Failed(package.Project, result);
        Tidy(package);
    }

    /// <summary>Native AOT leaves the executable under both names; its debug symbols are in the .dbg file, the .pdb are of nothing.</summary>
    static void Tidy(Package package)
    {
        var named = Path.Combine(package.Directory, package.Project.Name);
        if (File.Exists(named)) File.Move(named, package.Bootstrap, overwrite: true);
        foreach (var file in Directory.EnumerateFiles(package.Directory).ToList())
            if (Path.GetExtension(file) == ".xml" || package.Kind == Packaging.Aot && Path.GetExtension(file) == ".pdb") File.Delete(file);
    }

    static async Task<ShellResult> PublishAsync(Package package, string framework, CancellationToken cancellation)
    {
        // What an earlier build left there would go into the zip.
        if (Directory.Exists(package.Directory)) Directory.Delete(package.Directory, recursive: true);
        List<string> arguments =
        [
            "publish", package.Project.File, "--configuration", "Release", "--runtime", Target.RuntimeIdentifier, "--output", package.Directory,
            "--verbosity", "quiet", $"-p:Packaging={package.Kind.ToString().ToLowerInvariant()}", $"-p:SluiceFramework={framework}",
        ];
        // Untrimmed, the framework alone is 80 MB; the code is fit for trimming, since it is fit for Native AOT.
        if (package.Kind == Packaging.R2r) arguments.AddRange(["--self-contained", "true", "-p:PublishTrimmed=true"]);
        if (package.Kind == Packaging.Jit) arguments.AddRange(["--self-contained", "false"]);
        return await Shell.DotnetAsync(arguments, cancellation);
    }

    static async Task BuildAsync(FunctionProject project, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var result = await Shell.DotnetAsync(arguments, cancellation);
        if (!result.Succeeded) throw Failed(project, result);
    }

    static UserError Failed(FunctionProject project, ShellResult result) =>
        new($"{project.Name} does not build:\n{BuildErrors.Of(result.Lines)}", ExitCode.Failure);

    static string Described(Packaging kind) => kind switch
    {
        Packaging.Aot => "a native executable (this takes a while)",
        Packaging.R2r => "self-contained, ReadyToRun",
        _ => "for the managed runtime",
    };

    /// <summary>The installation that runs us: an executable looks for it in places where it need not lie.</summary>
    static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
}
