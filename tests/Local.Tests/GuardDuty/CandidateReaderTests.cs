using System.Text;
using Sluice.Local;

namespace Local.Tests.GuardDuty;

public sealed class CandidateReaderTests
{
    [Fact]
    public void A_plain_list_is_read_line_by_line()
    {
        var file = CandidateReader.Read("111122223333,ann@example.com\n444455556666,bob@example.com\n");

        Assert.Empty(file.Mistakes);
        Assert.Equal([new("111122223333", "ann@example.com", 1), new Candidate("444455556666", "bob@example.com", 2)], file.Accounts);
    }

    [Theory]
    [InlineData("\uFEFFaccount id,e-mail\r\n111122223333,ann@example.com\r\n", 2)]
    [InlineData("sep=;\r\nE-Mail;Name;Account number\r\nann@example.com;Shop, Inc.;1111-2222-3333\r\n", 3)]
    [InlineData("# who\n\n \"111122223333\" ,\t\"ann@example.com\" \n", 3)]
    [InlineData("111122223333;ann@example.com\r\n", 1)]
    [InlineData("Email\tId\nann@example.com\t111122223333", 2)]
    [InlineData("111122223333,ann@example.com,,\n,,,\n", 1)]
    [InlineData("   \n  111122223333 , ann@example.com  \n#444455556666,bob@example.com", 2)]
    public void What_editors_and_spreadsheets_write_is_understood(string text, int line)
    {
        var file = CandidateReader.Read(text);

        Assert.Empty(file.Mistakes);
        Assert.Equal([new Candidate("111122223333", "ann@example.com", line)], file.Accounts);
    }

    [Theory]
    [InlineData("1.11122E+11,ann@example.com", "line 1: '1.11122E+11' is what a spreadsheet made of an account id: digits are lost.")]
    [InlineData("\"1,11122E+11\",ann@example.com", "line 1: '1,11122E+11' is what a spreadsheet made of an account id: digits are lost.")]
    [InlineData("1,11122E+11;ann@example.com", "line 1: '1,11122E+11' is what a spreadsheet made of an account id: digits are lost.")]
    [InlineData("111122223333.0,ann@example.com", "line 1: '111122223333.0' is what a spreadsheet made of an account id.")]
    [InlineData("123456789,ann@example.com", "line 1: '123456789' has 9 digits, not 12: a spreadsheet takes leading zeros away; is it 000123456789?")]
    [InlineData("1111222233334,ann@example.com", "line 1: '1111222233334' has 13 digits, not 12.")]
    [InlineData("11112222333x,ann@example.com", "line 1: '11112222333x' is no account id")]
    [InlineData("ann@example.com,111122223333", "line 1: 'an e-mail address' is no account id")]
    [InlineData(",ann@example.com", "line 1: the account id is missing.")]
    [InlineData("111122223333", "line 1: the e-mail address is missing.")]
    [InlineData("111122223333,ann.example.com", "line 1: the e-mail address needs one @.")]
    [InlineData("111122223333,an n@example.com", "line 1: what stands before the @")]
    [InlineData("111122223333,.ann@example.com", "line 1: what stands before the @")]
    [InlineData("111122223333,ann@example", "line 1: what stands behind the @")]
    [InlineData("111122223333,ann@example.com.", "line 1: what stands behind the @")]
    [InlineData("111122223333,änn@example.com", "line 1: the e-mail address has letters beyond ASCII.")]
    [InlineData("111122223333,a@b.c", "line 1: the e-mail address has 5 characters; 6 to 64 are taken.")]
    [InlineData("111122223333,\"ann@example.com", "line 1: a quote is not closed")]
    [InlineData("111122223333,\"ann\"@example.com", "line 1: a quote is not closed")]
    [InlineData("111122223333,ann@example.com,Shop", "line 1: it has 3 columns; without a header there are two")]
    [InlineData("account,owner\n111122223333,ann@example.com", "line 1: a header needs a column 'account id' and a column 'e-mail'; this has 'account', 'owner'.")]
    [InlineData("111122223333,ann@example.com\n111122223333,bob@example.com", "line 2: 111122223333 stands in line 1 already.")]
    [InlineData("111122223333,ann@example.com\n444455556666,Ann@Example.com", "line 2: its e-mail address stands in line 1 already")]
    [InlineData("# nobody\n\n", "the file names no account.")]
    public void A_mistake_is_named_with_its_line(string text, string mistake) =>
        Assert.StartsWith(mistake, CandidateReader.Read(text).Mistakes[0], StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_named_at_once_and_none_tells_an_address()
    {
        var file = CandidateReader.Read("account,mail\n1.2E+11,ann@@example.com\n12345,bob@example\n111122223333,carol@example.com\n111122223333,carol@example.com\n");

        Assert.Equal(["line 2", "line 2", "line 3", "line 3", "line 5"], file.Mistakes.Select(mistake => mistake.Split(':')[0]));
        Assert.DoesNotContain(file.Mistakes, mistake => mistake.Contains("example", StringComparison.Ordinal));
    }

    [Fact]
    public void The_administrator_s_own_account_is_a_mistake() =>
        Assert.Equal(["line 2: 444455556666 is the administrator's own account, which these credentials belong to."],
            CandidateReader.Read("111122223333,ann@example.com\n444455556666,bob@example.com").MistakesOf("444455556666"));

    [Fact]
    public void A_file_in_utf_16_is_read_as_a_spreadsheet_saves_it()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "account\tmail\r\n111122223333\tann@example.com\r\n", Encoding.Unicode);

            Assert.Equal("111122223333", Assert.Single(CandidateReader.Load(path).Accounts).Id);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
