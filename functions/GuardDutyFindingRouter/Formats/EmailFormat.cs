using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Plain text that Amazon SNS sends as e-mail.</summary>
/// <remarks>Source: Amazon SNS, "Publish": a subject of less than 100 printable ASCII characters without line breaks; a message of at most 256 KB.</remarks>
static class EmailFormat
{
    const int Columns = 72;
    const int SubjectLength = 99;

    /// <summary>Of the message.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Renders a notice.</summary>
    public static OutMessage Render(Notice notice)
    {
        var text = NoticeText.Of(notice, TextBounds.Roomy);
        return new("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(Body(text))) { Subject = Subject(text.Headline) };
    }

    static string Body(NoticeText text)
    {
        var body = new StringBuilder(2_048);
        Wrap(body, text.Headline, indent: 0);
        body.Append('\n');
        Wrap(body, text.What, indent: 0);
        body.Append('\n');
        foreach (var fact in text.Facts)
        {
            body.Append(fact.Label.PadRight(LabelColumns));
            Wrap(body, fact.Text, LabelColumns, startsAt: Math.Max(LabelColumns, fact.Label.Length));
        }
        if (text.Steps.Count > 0)
        {
            body.Append("\nDo first\n");
            for (var i = 0; i < text.Steps.Count; i++)
            {
                body.Append(i + 1).Append(". ");
                Wrap(body, text.Steps[i], indent: 3, startsAt: 3);
            }
        }
        if (text.Link.Length > 0) body.Append('\n').Append(text.LinkLabel).Append(":\n").Append(text.Link).Append('\n');
        if (text.Description.Length > 0)
        {
            body.Append("\nGuardDuty says:\n");
            Wrap(body, text.Description, indent: 0);
        }
        return body.ToString();
    }

    const int LabelColumns = 11;

    /// <summary>Appends a text in lines of at most 72 columns; a word that is longer, such as an ARN, is broken.</summary>
    /// <param name="body">Gets the lines.</param>
    /// <param name="text">One line of clean text.</param>
    /// <param name="indent">Spaces before each line but the first.</param>
    /// <param name="startsAt">Columns that the first line has already.</param>
    static void Wrap(StringBuilder body, string text, int indent, int startsAt = 0)
    {
        var column = startsAt;
        var isFirst = true;
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan()[range];
            if (!isFirst && column + 1 + word.Length > Columns && column > indent)
            {
                body.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (!isFirst)
            {
                body.Append(' ');
                column++;
            }
            while (column + word.Length > Columns)
            {
                var part = Columns - column;
                if (part > 0 && char.IsHighSurrogate(word[part - 1])) part--;
                body.Append(word[..part]).Append('\n').Append(' ', indent);
                word = word[part..];
                column = indent;
            }
            body.Append(word);
            column += word.Length;
            isFirst = false;
        }
        body.Append('\n');
    }

    /// <summary>Printable ASCII; what has a likeness there gets it, the rest becomes a question mark.</summary>
    static string Subject(string headline)
    {
        var subject = new StringBuilder(SubjectLength + 4);
        foreach (var rune in headline.EnumerateRunes())
        {
            subject.Append(rune.Value switch
            {
                >= ' ' and <= '~' => ((char)rune.Value).ToString(),
                '·' => "-",
                '–' or '—' => "-",
                '→' => "->",
                '…' => "...",
                _ => "?",
            });
            if (subject.Length > SubjectLength) return $"{subject.ToString(0, SubjectLength - 3)}...";
        }
        return subject.ToString();
    }
}
