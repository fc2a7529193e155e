namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Each sample event, to exactly what is read of it: <c>Expected/name.txt</c>, every member that is not empty.</summary>
public class EventSampleTests
{
    public static TheoryData<string> Names => [.. Samples.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_read_to_its_expected_members(string name)
    {
        var read = Samples.Read(name);
        Sound.Check(read);
        var expected = Sluice.Tests.Repo.File("tests", "GuardDutyFindingRouter.Tests", "Intake", "Expected", name + ".txt");
        Assert.True(File.Exists(expected), $"{expected} is missing; the sample reads as\n{Told.Of(read)}");
        Assert.Equal(File.ReadAllText(expected), Told.Of(read));
    }

    [Fact]
    public void The_copies_of_administrator_and_member_are_the_same_but_for_the_event_that_they_came_in()
    {
        var (member, administrator) = (Samples.Read("eventbridge-ec2-ssh-brute-force-actor").Arrivals[0], Samples.Read("twin-in-administrator-account").Arrivals[0]);
        Assert.NotEqual(member.Id, administrator.Id);
        Assert.Equal(Told.Of(member.Finding!), Told.Of(administrator.Finding!));
        Assert.Equal(member.Finding!.Raw.ToArray(), administrator.Finding!.Raw.ToArray());
    }

    [Fact]
    public void What_the_command_line_gets_of_a_finding_is_the_finding_that_EventBridge_sent() => Assert.Equal(
        Told.Of(Samples.Read("eventbridge-iam").Arrivals[0].Finding!), Told.Of(Samples.Read("get-findings").Arrivals[0].Finding!));
}
