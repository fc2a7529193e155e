using System.IO.Compression;
using Sluice.Local;

namespace Local.Tests;

public sealed class PackageTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_zip_depends_on_names_and_contents_alone()
    {
        var (first, second) = (Folder("first"), Folder("second"));
        Write(first, new DateTime(2020, 1, 1), "bootstrap", "b.dll", "a/c.json");
        Write(second, new DateTime(2026, 6, 6), "a/c.json", "b.dll", "bootstrap");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(second, "b.dll"), UnixFileMode.UserRead);

        ReproducibleZip.Write(first, first + ".zip");
        ReproducibleZip.Write(second, second + ".zip");

        Assert.Equal(File.ReadAllBytes(first + ".zip"), File.ReadAllBytes(second + ".zip"));
    }

    [Fact]
    public void The_zip_has_sorted_entries_and_only_bootstrap_may_be_executed()
    {
        var folder = Folder("package");
        Write(folder, new DateTime(2020, 1, 1), "z.dll", "bootstrap", "Function.dbg", "a/c.json");

        ReproducibleZip.Write(folder, folder + ".zip");

        using var zip = ZipFile.OpenRead(folder + ".zip");
        Assert.Equal(["a/c.json", "bootstrap", "z.dll"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(["644", "755", "644"], zip.Entries.Select(entry => Convert.ToString(entry.ExternalAttributes >> 16 & 0x1FF, 8)));
        Assert.All(zip.Entries, entry => Assert.Equal(2000, entry.LastWriteTime.Year));
    }

    [Fact]
    public void A_zip_replaces_the_one_before()
    {
        var folder = Folder("package");
        Write(folder, new DateTime(2020, 1, 1), "bootstrap", "old.dll");
        ReproducibleZip.Write(folder, folder + ".zip");
        File.Delete(Path.Combine(folder, "old.dll"));

        ReproducibleZip.Write(folder, folder + ".zip");

        using var zip = ZipFile.OpenRead(folder + ".zip");
        Assert.Equal("bootstrap", Assert.Single(zip.Entries).FullName);
    }

    [Fact]
    public void The_highest_glibc_is_compared_as_a_version_not_as_text() =>
        Assert.Equal(new Version(2, 34), GlibcGate.Highest(
        [
            "0000000000000000      DF *UND*  0000000000000000 (GLIBC_2.4)   memcpy",
            "0000000000000000      DF *UND*  0000000000000000 (GLIBC_2.34)  pthread_create",
            "0000000000000000      DF *UND*  0000000000000000 (GLIBC_2.3.4) __chk",
            "0000000000000000  w   D  *UND*  0000000000000000               __gmon_start__",
        ]));

    [Fact]
    public void Of_a_failed_build_only_the_errors_are_shown_each_once()
    {
        string[] output =
        [
            "  Determining projects to restore...",
            $"{Repository.Root}/functions/F/Handler.cs(3,5): error CS0103: The name 'x' does not exist [{Repository.Root}/functions/F/F.csproj]",
            $"{Repository.Root}/functions/F/Handler.cs(3,5): error CS0103: The name 'x' does not exist [{Repository.Root}/functions/F/F.csproj]",
            "Build FAILED.",
            $"{Repository.Root}/functions/F/F.csproj : error NU1101: Unable to find package P.",
        ];

        Assert.Equal("functions/F/Handler.cs(3,5): error CS0103: The name 'x' does not exist\nfunctions/F/F.csproj : error NU1101: Unable to find package P.", BuildErrors.Of(output));
    }

    [Theory]
    [InlineData("F.csproj : error NU1101: Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64.", true)]
    [InlineData("F.csproj : error NU1102: Unable to find package runtime.linux-x64.Microsoft.DotNet.ILCompiler with version (= 10.0.12)", true)]
    [InlineData("F.csproj : error NU1101: Unable to find package AWSSDK.Kinesis.", false)]
    [InlineData("Handler.cs(3,5): error CS0103: The name 'NativeAOT' does not exist", false)]
    public void Only_a_missing_pack_of_Native_AOT_leads_to_the_older_framework(string line, bool expected) =>
        Assert.Equal(expected, NativeFramework.IsMissing([line]));

    string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    static void Write(string folder, DateTime time, params string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "the contents of " + name);
            File.SetLastWriteTimeUtc(path, time);
        }
    }
}
