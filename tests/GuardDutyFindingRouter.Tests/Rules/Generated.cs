using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Any rules that are right, with findings that have a chance to match them.</summary>
static class Generated
{
    static readonly string[] s_types = ["UnauthorizedAccess:EC2/SSHBruteForce", "Recon:EC2/Portscan", "Backdoor:EC2/C&CActivity.B!DNS", "AttackSequence:S3/CompromisedData", "Policy:IAMUser/RootCredentialUsage"];
    static readonly string[] s_accounts = ["111122223333", "222233334444", "333344445555"];
    static readonly string[] s_addresses = ["198.51.100.7", "203.0.113.9", "2001:db8::7", "::ffff:10.0.0.1", ""];

    public sealed record Case(string Json, Finding Finding)
    {
        public override string ToString() => $"{Json}\n{Finding}";
    }

    static Gen<string> Of(params string[] texts) => Gen.Elements(texts);

    static Gen<string> List(Gen<string> one) => Gen.Choose(1, 3).SelectMany(count => Gen.ArrayOf(one, count)).Select(all => all.Length == 1 ? all[0] : $"[{string.Join(',', all)}]");

    static readonly Gen<string> s_member = Gen.OneOf(
        Of("'severity':7", "'severity':'high'", "'severity':{'from':'medium','below':7}", "'severity':{'below':8.5}", "'severity':0"),
        List(Of("'Recon:*'", "'*'", "'*:EC2/*'", "'backdoor:EC2/C&CActivity.B!DNS'")).Select(list => "'types':" + list),
        List(Of("'111122223333'", "'222233334444'")).Select(list => "'accounts':" + list),
        List(Of("'Workloads/*'", "'Sandbox'")).Select(list => "'ou':" + list),
        Of("'accountTags':{'team':'shop'}", "'accountTags':{'team':['data','*']}"),
        List(Of("'eu-*'", "'us-east-1'")).Select(list => "'regions':" + list),
        Of("'resourceTypes':'Instance'", "'resources':['i-*','arn:*']", "'resourceTags':{'env':'prod'}", "'resourceTags':{'env':['p*','test'],'Team':'*'}"),
        Of("'actionTypes':['NETWORK_CONNECTION','PORT_PROBE']", "'role':'actor'", "'role':'target'", "'sample':true", "'archived':false", "'origin':'event'"),
        List(Of("'RU'", "'France'", "'Atlantis'")).Select(list => "'remoteCountries':" + list),
        List(Of("64500", "'AS64501'")).Select(list => "'remoteAsns':" + list),
        List(Of("'198.51.100.0/24'", "'2001:db8::/32'", "'10.0.0.1'")).Select(list => "'remoteNetworks':" + list));

    static Gen<string> Condition(int depth, int least = 0) =>
        from count in Gen.Choose(least, 3)
        from members in Gen.ArrayOf(depth == 0 ? s_member : Gen.Frequency((5, s_member),
            (1, List(Condition(depth - 1)).Select(list => "'any':" + list)), (1, List(Condition(depth - 1, 1)).Select(list => "'none':" + list))), count)
        select "{" + string.Join(',', members.DistinctBy(member => member.Split(':')[0])) + "}";

    static readonly Gen<string> s_to = Gen.SubListOf(["'chat'", "'hook'", "'queue'", "'pager'", "'a b.c-d_e'"]).Where(names => names.Count > 0).Select(names => $"[{string.Join(',', names)}]");

    // A type or an account in it, so that it cannot hold for everything, which the reader refuses.
    static Gen<string> Suppression(int number) =>
        from when in Condition(1)
        from until in Of("2026-11-01", "2027-01-01", "2027-01-01T00:00:00.5+02:00", "2026-11-22T12:00:00Z")
        select $"{{'name':'s{number}','when':{{'any':[{when}],'accounts':['222233334444']}},'until':'{until}','reason':'because'}}";

    static Gen<string> Route(int number) =>
        from when in Condition(2)
        from to in s_to
        from stop in Of("", ",'stop':true", ",'stop':false")
        select string.Create(CultureInfo.InvariantCulture, $"{{'name':'r{number}','when':{when},'to':{to}{stop}}}");

    public static Gen<string> Documents { get; } =
        from suppressions in Gen.Choose(0, 2).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count).Select(Suppression)))
        from routes in Gen.Choose(0, 5).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count).Select(Route)))
        from to in s_to
        from match in Of("", ",'match':'first'", ",'match':'all','repeatWindow':'90m','flood':{'threshold':0,'window':'30s'}")
        select SomeRules.Document(
            "'chat':{'type':'slack','urlFrom':'/slack'},'hook':{'type':'webhook','url':'https://example.com/x?a=b','headers':{'X-A':'b'},'secretFrom':'/k','form':'raw'},"
            + "'queue':{'type':'sqs','queue':'https://sqs.eu-west-1.amazonaws.com/111122223333/q.fifo','everyUpdate':false},'pager':{'type':'pagerduty','routingKeyFrom':'ssm:key'},'a b.c-d_e':{'type':'firehose','stream':'s','form':'hec'}",
            string.Join(',', routes), string.Join(',', suppressions), to,
            match + ",'accounts':{'111122223333':{'name':'one','ou':'Workloads/Production','tags':{'team':'shop'}},'222233334444':{'ou':'Sandbox','tags':{'team':'data'}}}");

    static readonly Gen<RemoteParty> s_remote =
        from address in Of(s_addresses)
        from country in Of("Russia", "France", "")
        from asn in Gen.Elements(0L, 64500L, 64501L)
        select SomeRules.Remote(address, country, asn);

    static readonly Gen<Finding> s_findings =
        from type in Of(s_types)
        from account in Of(s_accounts)
        from severity in Gen.Elements(0.5, 2, 4, 6.9, 7, 8, 9.5)
        from remotes in Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(s_remote, count))
        from role in Gen.Elements(ResourceRole.Unknown, ResourceRole.Actor, ResourceRole.Target)
        from flags in Gen.Choose(0, 7)
        select SomeRules.Finding with
        {
            Type = type, AccountId = account, Severity = severity, Remotes = remotes, Role = role, Sample = (flags & 1) > 0, Archived = (flags & 2) > 0,
            Origin = (flags & 4) > 0 ? FindingOrigin.Export : FindingOrigin.Event, Subject = (flags & 4) > 0 ? FindingSubject.Unknown : SomeRules.Finding.Subject,
        };

    public static Gen<Case> Cases { get; } = from json in Documents from finding in s_findings select new Case(json, finding);
}
