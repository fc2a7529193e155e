using Sluice.Local;

namespace Local.Tests.GuardDuty;

public sealed class InvitationPlanTests
{
    [Theory]
    [InlineData("Enabled", "Nothing")]
    [InlineData("Invited", "Nothing")]
    [InlineData("EmailVerificationInProgress", "Nothing")]
    [InlineData("Created", "Invite")]
    [InlineData("Removed", "Invite")]
    [InlineData("Resigned", "Invite")]
    [InlineData("Disabled", "Cannot")]
    [InlineData("EmailVerificationFailed", "Cannot")]
    [InlineData("AccountSuspended", "Cannot")]
    [InlineData("SomethingNew", "Cannot")]
    public void What_is_done_follows_from_the_status(string status, string step)
    {
        var planned = Assert.Single(InvitationPlan.Of([Ann], [new Member(Ann.Id, Ann.Email, status, "")]));

        Assert.Equal((step, status), (planned.Step.ToString(), planned.Before));
        Assert.Equal(step == nameof(InvitationStep.Cannot), planned.Why is not null);
    }

    [Fact]
    public void Who_is_no_member_is_created_and_invited() =>
        Assert.Equal(InvitationStep.CreateAndInvite, Assert.Single(InvitationPlan.Of([Ann], [new Member("999999999999", "x@example.com", "Enabled", "")])).Step);

    [Theory]
    [InlineData("other@example.com", "Cannot")]
    [InlineData("ANN@example.com", "Invite")]
    [InlineData("", "Invite")]
    public void An_invitation_that_would_go_to_another_address_is_not_sent(string known, string step) =>
        Assert.Equal(step, Assert.Single(InvitationPlan.Of([Ann], [new Member(Ann.Id, known, "Created", "")])).Step.ToString());

    static Candidate Ann { get; } = new("111122223333", "ann@example.com", 1);
}
