using System.Text;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Each mistake, told with its place; ¤ marks it in the document.</summary>
public sealed class MistakeTests
{
    const string Chat = "'chat':{'type':'slack','urlFrom':'/slack'}";

    /// <summary>Document, path, problem, and whether the schema refuses it, too.</summary>
    public static TheoryData<string, string, string, bool> Mistakes { get; } = Table();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_line_column_and_path_and_the_schema_refuses_it_too(string marked, string path, string problem, bool schema)
    {
        var (json, line, column) = Placed(marked);

        var wrong = SomeRules.Refused(json);

        Assert.Equal($"rules.json: line {line}, column {column}{(path.Length > 0 ? ", " : "")}{path}: {problem}", wrong.Message);
        if (schema) Assert.False(SomeRules.SchemaTakes(json), "the schema takes it");
    }

    [Fact]
    public void Every_document_of_the_table_is_right_without_its_mistake() => Assert.True(SomeRules.SchemaTakes(SomeRules.Document()) && SomeRules.Check(SomeRules.Document()).Warnings.Count == 0);

    static TheoryData<string, string, string, bool> Table()
    {
        var table = new TheoryData<string, string, string, bool>();
        void Add(string marked, string path, string problem, bool schema = true) => table.Add(SomeRules.Quoted(marked), path, problem, schema);
        void Rules(string more, string path, string problem, bool schema = true) => Add($"{{\n 'version':1,\n 'destinations':{{{Chat}}},\n 'default':['chat'],\n {more}}}", path, problem, schema);
        void Route(string route, string path, string problem, bool schema = true) => Rules($"'routes':[\n  {route}]", path, problem, schema);
        void When(string when, string path, string problem, bool schema = true) => Route($"{{'name':'r','to':'chat','when':{{\n {when}}}}}", "routes[0].when" + path, problem, schema);
        void Suppression(string rest, string path, string problem, bool schema = true) => Rules($"'suppressions':[{{'name':'s',{rest}}}]", "suppressions[0]" + path, problem, schema);
        void Destination(string one, string path, string problem, bool schema = true) => Add($"{{'version':1,'default':'x','destinations':{{\n 'x':{one}}}}}", "destinations.x" + path, problem, schema);
        const string Reference = "a reference: the name of a parameter (/name or ssm:name), or the ARN of a parameter or secret; the secret itself must not stand in the rules";

        Add("¤[]", "", "a list is not an object: { 'version': 1, 'destinations': …, 'routes': …, 'default': … }".Replace('\'', '"'));
        Add($"¤{{'destinations':{{{Chat}}},'default':['chat']}}", "version", "is missing: 1");
        Add($"{{'version':¤2,'destinations':{{{Chat}}},'default':['chat']}}", "version", "2 is not 1, the only version that is known");
        Add($"¤{{'version':1,'destinations':{{{Chat}}}}}", "default", "is missing: names of destinations for what no route matches, so that nothing is lost");
        Add($"{{'version':1,'destinations':{{{Chat}}},'default':¤[]}}", "default", "is empty: name something, or leave it out");
        Add($"{{'version':1,'destinations':{{{Chat}}},'default':['chat',¤'chat']}}", "default[1]", "'chat' is named here twice");
        Add($"{{'version':1,'destinations':{{{Chat}}},'default':['chat',¤'chatt']}}", "default[1]", "'chatt' is none of the destinations; did you mean 'chat'?", false);
        Add($"{{'version':1,'destinations':¤{{}},'default':'chat'}}", "destinations", "is empty: findings have nowhere to go\nrules.json: line 1, column 42, default: 'chat' is none of the destinations");
        Rules("¤'rotues':[]", "rotues", "is no member of the rules; did you mean 'routes'?");
        Rules("'match':¤'frist'", "match", "'frist' is none of all, first; did you mean 'first'?");
        Rules("'repeatWindow':¤'6 hours'", "repeatWindow", "'6 hours' is not a time such as \"90s\", \"15m\", \"6h\" or \"2d\"");
        Rules("'repeatWindow':¤6", "repeatWindow", "6 is not a time such as \"90s\", \"15m\", \"6h\" or \"2d\"");
        Rules("'repeatWindow':¤'31d'", "repeatWindow", "'31d' is not from 1m to 30d", false);
        Rules("'flood':{'threshold':¤-1}", "flood.threshold", "-1 is not a whole number from 0 to 100000");
        Rules("'accounts':{¤'1234567890123':{}}", "accounts.1234567890123", "is not the 12 digits of an account");
        Rules("'accounts':{'111122223333':{'ou':¤''}}", "accounts.111122223333.ou", "'' is not the path of an organisational unit, such as \"Workloads/Production\"");
        Rules("'routes':¤{}", "routes", "an object is not a list [ … ]");
        Route("¤{'to':'chat'}", "routes[0].name", "is missing: a name of 1 to 64 letters, digits, spaces, and . _ -, which begins with a letter or digit");
        Route("{'name':'a','to':'chat'},{'name':¤'a','to':'chat'}", "routes[1].name", "'a' is the name of another of the routes", false);
        Route("¤{'name':'a'}", "routes[0].to", "is missing: names of destinations");
        Route("{'name':'a','to':¤[]}", "routes[0].to", "is empty: name something, or leave it out");
        Route("{'name':'a','to':'chat','stop':¤'yes'}", "routes[0].stop", "'yes' is not true or false (without quotes)");
        Route("{'name':'a','to':'chat',¤'wehn':{}}", "routes[0].wehn", "is no member of a route; did you mean 'when'?");
        Route("{'name':'a','to':'chat',¤'name':'b'}", "routes[0].name", "stands here twice: the second would hide the first", false);
        When("'severity':{'from':¤'hihg'}", ".severity.from", "'hihg' is not a number from 0 to 10, nor one of informational, low, medium, high, critical; did you mean 'high'?");
        When("'severity':¤11", ".severity", "11 is not a number from 0 to 10, nor one of informational, low, medium, high, critical");
        When("'severity':{'from':9,'below':¤7}", ".severity.below", "is not above 'from': no severity is in this range", false);
        When("'severity':{'below':¤0}", ".severity.below", "is not above 0: no severity is in this range");
        When("'severity':¤{}", ".severity", "has neither 'from' nor 'below'");
        When("'types':[¤5]", ".types[0]", "5 is not a text of 1 to 512 characters, in which * stands for any text");
        When("'types':¤[]", ".types", "is empty: name something, or leave it out");
        When("'accounts':[¤'12345']", ".accounts[0]", "'12345' is not the 12 digits of an account");
        When("'accountTags':¤{}", ".accountTags", "is empty: name a tag, or leave it out");
        When("'remoteNetworks':[¤'10.0.0.300/8']", ".remoteNetworks[0]", "'10.0.0.300/8' is not an address or a network such as 198.51.100.0/24 or 2001:db8::/32", false);
        When("'remoteNetworks':[¤'ten']", ".remoteNetworks[0]", "'ten' is not an address or a network such as 198.51.100.0/24 or 2001:db8::/32");
        When("'remoteNetworks':¤'10.1.2.3/8'", ".remoteNetworks", "'10.1.2.3/8' has bits behind its first 8; did you mean '10.0.0.0/8'?", false);
        When("'remoteAsns':[¤'64500']", ".remoteAsns[0]", "'64500' is not the number of an autonomous system, such as 64500 or \"AS64500\"");
        When("'remoteAsns':[¤0]", ".remoteAsns[0]", "0 is not the number of an autonomous system, such as 64500 or \"AS64500\"");
        When("'remoteCountries':[¤'XX']", ".remoteCountries[0]", "'XX' are not the two letters of a country (ISO 3166)", false);
        When("'role':¤'ACTOR'", ".role", "'ACTOR' is none of target, actor; did you mean 'actor'?");
        When("'any':[{'none':[{¤'severty':7}]}]", ".any[0].none[0].severty", "is no member of a condition; did you mean 'severity'?");
        Suppression("'when':{'role':'actor'},'until':¤'tomorrow','reason':'test'", ".until", "'tomorrow' is not a day or a time such as \"2027-03-01\" or \"2027-03-01T08:00:00Z\"");
        Suppression("'when':{'role':'actor'},'until':¤'2027-02-30','reason':'test'", ".until", "'2027-02-30' is not a day or a time such as \"2027-03-01\" or \"2027-03-01T08:00:00Z\"", false);
        Suppression("'when':{'role':'actor'},'until':'2027-02-03','reason':¤' '", ".reason", "' ' is not a reason in 3 to 1,000 characters");
        Suppression("'when':¤{},'until':'2027-02-03','reason':'test'", ".when", "holds for every finding: nobody would be told anything");
        Suppression("'when':¤{'types':['*']},'until':'2027-02-03','reason':'test'", ".when", "holds for every finding: nobody would be told anything", false);
        Rules("'suppressions':[¤{'name':'s','when':{'role':'actor'},'reason':'test'}]", "suppressions[0].until", "is missing: when it ends, such as \"2027-03-01\" or \"2027-03-01T08:00:00Z\"");
        Rules("'suppressions':[¤{'name':'s','when':{'role':'actor'},'until':'2027-03-01'}]", "suppressions[0].reason", "is missing: a reason in 3 to 1,000 characters");
        Destination("¤{}", ".type", "is missing: one of slack, teams, pagerduty, jira, opsgenie, webhook, sns, email, sqs, firehose, eventbridge");
        Destination("{'type':¤'Slack'}", ".type", "'Slack' is none of slack, teams, pagerduty, jira, opsgenie, webhook, sns, email, sqs, firehose, eventbridge; did you mean 'slack'?");
        Destination("¤{'type':'slack'}", ".urlFrom", "is missing: " + Reference);
        Destination("{'type':'slack','url':¤'https://hooks.slack.com/services/T0/B0/abc'}", ".url", "this text is not a URL of this machine; any other is a secret: keep it in a parameter or secret, and name that in 'urlFrom'");
        Destination("{'type':'slack','urlFrom':¤'https://hooks.slack.com/services/T0/B0/abc'}", ".urlFrom", "this text is not " + Reference);
        Destination("{'type':'teams','urlFrom':'/x','url':¤'http://localhost:1/'}", ".url", "stands beside 'urlFrom': one of the two says where it goes");
        Destination("{'type':'slack','urlFrom':'/x',¤'form':'raw'}", ".form", "is no member of a destination of the type slack: its message has one form");
        Destination("{'type':'pagerduty','routingKeyFrom':¤'R0123456789ABCDEF'}", ".routingKeyFrom", "this text is not " + Reference);
        Destination("{'type':'pagerduty','routingKeyFrom':'/x',¤'routingKey':'R0123456789ABCDEF'}", ".routingKey", "is no member of a destination of the type pagerduty: a secret must not stand in the rules; keep it in a parameter or secret, and name that in 'routingKeyFrom'");
        Destination("{'type':'jira','url':¤'http://jira.example.com','tokenFrom':'/t','project':'SEC'}", ".url", "this text is not an https URL (http only for localhost, 127.0.0.1 and [::1])");
        Destination("{'type':'jira','url':'https://jira.example.com','tokenFrom':'/t','project':¤'sec'}", ".project", "this text is not the key of a Jira project, such as SEC");
        Destination("{'type':'jira','url':'https://jira.example.com','tokenFrom':'/t','project':'SEC','labels':[¤'two words']}", ".labels[0]", "this text is not a label of 1 to 255 characters without spaces");
        Destination("¤{'type':'opsgenie'}", ".keyFrom", "is missing: " + Reference);
        Destination("{'type':'opsgenie','keyFrom':'/k','tags':[¤'']}", ".tags[0]", "this text is not a tag of 1 to 50 characters");
        Destination("¤{'type':'webhook'}", ".url", "is missing: an https URL, or 'urlFrom' where the URL is a secret");
        Destination("{'type':'webhook','url':¤'https://u:p@example.com'}", ".url", "is a secret (it holds a user and password): keep it in a parameter or secret, and name that in 'urlFrom'");
        Destination("{'type':'webhook','url':¤'https://example.com/?a=1&token=abc'}", ".url", "is a secret (its query holds a key or a signature): keep it in a parameter or secret, and name that in 'urlFrom'");
        Destination("{'type':'webhook','url':¤'https://prod-1.westeurope.logic.azure.com/workflows/1'}", ".url", "is a secret (who knows such a URL can post): keep it in a parameter or secret, and name that in 'urlFrom'");
        Destination("{'type':'webhook','url':'https://example.com','headers':{¤'Authorization':'Bearer x'}}", ".headers.Authorization", "is a header that carries a secret, which must not stand in the rules");
        Destination("{'type':'webhook','url':'https://example.com','headers':{'X-A':¤'a\\nb'}}", ".headers.X-A", "this text is not the value of an HTTP header: at most 512 printable ASCII characters");
        Destination("{'type':'webhook','url':'https://example.com','template':¤'{{title'}", ".template", "this text is not a template of 1 to 65,536 characters in which each {{ is closed by }}", false);
        Destination("{'type':'webhook','url':'https://example.com','template':¤'x','form':'raw'}", ".template", "stands beside 'form': one of the two says what the body is");
        Destination("¤{'type':'webhook','url':'https://example.com','form':'hec'}", ".tokenFrom", $"is missing: where Splunk's token is kept, {Reference}");
        Destination("{'type':'webhook','url':'https://example.com','signatureHeader':¤'X-S'}", ".signatureHeader", "needs 'secretFrom': nothing signs the body");
        Destination("{'type':'webhook','url':'https://example.com','tokenFrom':¤'/t'}", ".tokenFrom", "is for the form hec; what signs the body is named in 'secretFrom'");
        Destination("{'type':'sns','topic':¤'security'}", ".topic", "this text is not the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME");
        Destination("{'type':'email','topic':¤'arn:aws:sns:eu-west-1:111122223333:a.fifo'}", ".topic", "this text is not the ARN of a standard SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME");
        Destination("{'type':'sqs','queue':¤'arn:aws:sqs:eu-west-1:111122223333:q'}", ".queue", "this text is not the https URL of an SQS queue, which ends with /ACCOUNT/NAME");
        Destination("{'type':'firehose','stream':¤'arn:aws:firehose:eu-west-1:111122223333:deliverystream/x'}", ".stream", "this text is not the name of a Firehose stream (1 to 64 letters, digits, and . _ -), not its ARN");
        Destination("{'type':'eventbridge','bus':¤'a bus'}", ".bus", "this text is not the name or ARN of an event bus");
        Destination("{'type':'sqs','queue':'https://sqs.eu-west-1.amazonaws.com/111122223333/q','form':¤'ocfs'}", ".form", "'ocfs' is none of normalised, raw, asff, ocsf, hec; did you mean 'ocsf'?");
        Destination("{'type':'slack','urlFrom':'/x','everyUpdate':¤1}", ".everyUpdate", "this number is not true or false (without quotes)");
        return table;
    }

    [Theory]
    [InlineData("{\"version\":1,\n  \"a\": tru¤x}", "is not JSON: a text stands in quotes; without them there are only numbers, true, false and null")]
    [InlineData("{\"version\":1,\n  \"a\"¤ 5}", "is not JSON: '5' is invalid after a property name. Expected a ':'")]
    [InlineData("{\"version\":1,\n  \"a\": [1¤", "is not JSON: it ends before an object or a list is closed")]
    [InlineData("{} ¤{}", "is not JSON: '{' is invalid after a single JSON value. Expected end of data")]
    [InlineData("¤", "is empty: an object {…} is expected")]
    public void What_is_no_JSON_is_told_with_its_line(string marked, string problem)
    {
        var (json, line, _) = Placed(marked);
        var mistake = Assert.Single(SomeRules.Refused(json).Mistakes);

        Assert.Equal((line, "", problem), (mistake.Line, mistake.Path, mistake.Problem));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_document()
    {
        var wrong = SomeRules.Refused("""
            {
              // people comment
              "version": 1, "match": "some",
              "destinations": { "ü": { "type": "slack" }, "q": { "type": "sqs", "queue": "x" } },
              "routes": [ { "name": "r", "when": { "severity": "hi", "types": ["ö", 5] }, "to": ["nobody"], }, ],
              "default": "q",
            }
            """);

        Assert.Equal(["3:26 match", "4:21 destinations['ü']", "4:26 destinations['ü'].urlFrom", "4:78 destinations.q.queue",
            "5:52 routes[0].when.severity", "5:73 routes[0].when.types[1]", "5:86 routes[0].to[0]"], wrong.Mistakes.Select(mistake => $"{mistake.Line}:{mistake.Column} {mistake.Path}"));
    }

    [Fact]
    public void What_is_odd_is_a_warning_with_its_place()
    {
        var read = SomeRules.Check(SomeRules.Quoted("""
            { 'version': 1,
              'destinations': { 'chat': { 'type': 'slack', 'urlFrom': '/x' }, 'unused': { 'type': 'email', 'topic': 'arn:aws:sns:eu-west-1:111122223333:mail' },
                'j': { 'type': 'jira', 'url': 'https://x.atlassian.net/', 'tokenFrom': '/t', 'project': 'SEC' } },
              'suppressions': [ { 'name': 'old', 'when': { 'role': 'actor' }, 'until': '2026-11-22T12:00:00Z', 'reason': 'over' } ],
              'routes': [ { 'name': 'a', 'when': { 'types': ['Backdoor'], 'remoteCountries': ['Atlantis', 'Rusia'] }, 'to': 'chat' },
                { 'name': 'all', 'when': { 'any': [ { 'severity': 0 } ] }, 'to': ['chat', 'j'], 'stop': true }, { 'name': 'never', 'when': { 'ou': 'X/*', 'accountTags': { 'a': 'b' } }, 'to': 'chat' } ],
              'default': 'chat' }
            """));

        Assert.Equal([
            "2:77 destinations.unused is named by no route and not by the default: nothing goes there",
            "3:10 destinations.j has no 'user': Jira Cloud takes an API token only with its user's e-mail; a bearer token goes to a server of your own",
            "4:76 suppressions[0].until is over: the suppression counts no more",
            "5:50 routes[0].when.types[0] 'Backdoor' holds for a type of exactly that name; did you mean 'Backdoor:*'?",
            "5:83 routes[0].when.remoteCountries[0] 'Atlantis' is no country that is known here, and holds for exactly that name",
            "5:95 routes[0].when.remoteCountries[1] 'Rusia' is no country that is known here, and holds for exactly that name; did you mean 'Russia'?",
            "6:39 routes[1].when.any one of these holds for every finding, so that it asks for nothing",
            "6:101 routes[2] is never asked: 'all' takes every finding and is the last",
            "6:136 routes[2].when.ou holds for none of the accounts in 'accounts', which alone say what unit an account is in",
            "6:158 routes[2].when.accountTags holds for none of the accounts in 'accounts', which alone say what tags an account has",
        ], read.Warnings.Select(note => $"{note.Line}:{note.Column} {note.Path} {note.Problem}"));
    }

    [Fact]
    public void No_mistake_shows_what_stands_in_a_destination()
    {
        const string Secret = "xoxb-sEcReT";
        var example = SomeRules.Example;
        using var document = System.Text.Json.JsonDocument.Parse(example);
        foreach (var destination in document.RootElement.GetProperty("destinations").EnumerateObject())
            foreach (var member in destination.Value.EnumerateObject().Where(member => member.Name != "type"))
                foreach (var value in (string[])[$"\"{Secret}\"", $"[\"{Secret}\", 5, [\"{Secret}\"]]", $"{{\"a\":\"{Secret}\\n\"}}", $"\"https://{Secret}.example.com\\u0007\""])
                {
                    var (at, raw) = (example.IndexOf($"\"{destination.Name}\": {{", StringComparison.Ordinal), member.Value.GetRawText());
                    var place = example.IndexOf(raw, example.IndexOf($"\"{member.Name}\"", at, StringComparison.Ordinal) + member.Name.Length + 2, StringComparison.Ordinal);
                    var changed = example[..place] + value + example[(place + raw.Length)..];
                    try
                    {
                        SomeRules.Check(changed);
                    }
                    catch (RulesException wrong)
                    {
                        Assert.True(member.Name == "form" || !wrong.Message.Contains(Secret, StringComparison.OrdinalIgnoreCase), wrong.Message);
                    }
                }
    }

    [Fact]
    public void Cut_anywhere_the_example_is_refused_and_nothing_else_is_thrown()
    {
        var whole = Encoding.UTF8.GetBytes(SomeRules.Example.TrimEnd());
        for (var length = 0; length < whole.Length; length++)
            Assert.NotEmpty(Assert.Throws<RulesException>(() => RuleReader.Read(whole.AsMemory(0, length), "cut")).Mistakes);
    }

    [Fact]
    public void With_any_byte_changed_the_example_is_read_or_refused_and_nothing_else_is_thrown()
    {
        var whole = Encoding.UTF8.GetBytes(SomeRules.Example);
        var refused = 0;
        foreach (var change in (byte[])[(byte)'"', (byte)'9', (byte)'{', 0xC3])
            for (var at = 0; at < whole.Length; at++)
            {
                var changed = (byte[])whole.Clone();
                changed[at] = change;
                try
                {
                    RuleReader.Check(changed, "changed", SomeRules.Now);
                }
                catch (RulesException wrong)
                {
                    refused++;
                    Assert.All(wrong.Mistakes, mistake => Assert.True(mistake is { Line: > 0, Column: > 0 } && mistake.Problem.Length > 0));
                }
            }
        Assert.True(refused > whole.Length);
    }

    [Theory]
    [InlineData("\"\\ud800\"", "is a text with half a surrogate pair (\\ud800 to \\udfff alone), which is no character")]
    public void A_text_that_is_none_is_told(string text, string problem) => Assert.Contains(SomeRules.Refused($"{{\"version\":1,\"a\":{text}}}").Mistakes, mistake => mistake.Problem == problem);

    [Fact]
    public void Bytes_that_are_no_UTF8_and_a_document_that_is_too_large_are_told()
    {
        var wrong = Assert.Throws<RulesException>(() => RuleReader.Read("{\n \"a\": \"\xFF\"}".Select(letter => (byte)letter).ToArray(), "r"));
        Assert.Equal("r: line 2, column 8: is not UTF-8 text", wrong.Message);
        Assert.Contains("are more than the 2097152", Assert.Throws<RulesException>(() => RuleReader.Read(new byte[(2 << 20) + 1], "r")).Message, StringComparison.Ordinal);
    }

    static (string Json, int Line, int Column) Placed(string marked)
    {
        var at = marked.IndexOf('¤', StringComparison.Ordinal);
        return (marked.Remove(at, 1), marked[..at].Count(letter => letter == '\n') + 1, at - marked.LastIndexOf('\n', at));
    }
}
