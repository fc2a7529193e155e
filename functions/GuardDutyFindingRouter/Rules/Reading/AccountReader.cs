namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads what the rules say of accounts.</summary>
sealed class AccountReader(RuleNotes notes)
{
    /// <summary>Reads <c>accounts</c>.</summary>
    public IReadOnlyDictionary<string, AccountInfo> Read(RuleNode? node)
    {
        var accounts = new Dictionary<string, AccountInfo>(StringComparer.Ordinal);
        if (node is null || MemberReader.Of(node, notes, "{ \"111122223333\": { \"name\": … } }") is null) return accounts;
        foreach (var member in node.Members)
        {
            if (!TextRules.IsAccount(member.Name)) notes.Mistake(member.Offset, member.Value.Path, $"is not {TextRules.Account.Expected}");
            if (MemberReader.Of(member.Value, notes, "{ \"name\": …, \"ou\": …, \"tags\": { … } }") is not { } members) continue;
            accounts[member.Name] = new(
                members.Text("name", TextRules.Short),
                members.Text("ou", TextRules.Short with { Expected = "the path of an organisational unit, such as \"Workloads/Production\"" }),
                members.Pairs("tags", TextRules.Value, "{ \"team\": \"shop\" }").ToDictionary(StringComparer.Ordinal));
            members.Done("an account");
        }
        return accounts;
    }
}
