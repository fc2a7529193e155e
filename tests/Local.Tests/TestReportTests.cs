using Sluice.Local;

namespace Local.Tests;

public sealed class TestReportTests
{
    [Fact]
    public void Passed_failed_and_skipped_tests_are_counted_with_their_reasons()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="A.Passes" outcome="Passed" />
              <UnitTestResult testName="A.Fails" outcome="Failed"><Output><ErrorInfo><Message>1 is not 2</Message><StackTrace>at A</StackTrace></ErrorInfo></Output></UnitTestResult>
              <UnitTestResult testName="A.Waits" outcome="NotExecuted"><Output><ErrorInfo><Message>no Node here</Message></ErrorInfo></Output></UnitTestResult>
            </Results></TestRun>
            """);

        var report = TestReport.Read(file) + TestReport.None;
        File.Delete(file);

        Assert.Equal("1 passed, 1 failed, 1 skipped", report.ToString());
        Assert.Equal(new TestNote("A.Fails", "1 is not 2", "at A"), Assert.Single(report.Failures));
        Assert.Equal(new TestNote("A.Waits", "no Node here", ""), Assert.Single(report.Skips));
    }

    [Fact]
    public void A_run_without_skipped_tests_does_not_speak_of_them() =>
        Assert.Equal("0 passed, 0 failed", TestReport.None.ToString());
}
