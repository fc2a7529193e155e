using System.Security.Cryptography;
using System.Text;

namespace Sluice.FormIntake;

/// <summary>The style that stands in every page.</summary>
static class PageStyle
{
    /// <summary>CSS.</summary>
    public const string Text = """

        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --back: #f6f8fa; --card: #ffffff; --line: #6e7781; --act: #0a5ca8; --wrong: #a40e26; --wrong-back: #fff0f1; --good: #116329; --good-back: #eafbee }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --back: #0d1117; --card: #161b22; --line: #8b949e; --act: #79b8ff; --wrong: #ff9492; --wrong-back: #2d1517; --good: #7ee787; --good-back: #12261a } }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--back); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif }
        main { max-width: 34rem; margin: 0 auto; padding: clamp(1rem, 5vw, 3rem) 1rem }
        .card { background: var(--card); border-radius: .75rem; padding: clamp(1rem, 5vw, 2rem); box-shadow: 0 1px 3px #0003 }
        h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere }
        h2 { margin: 0 0 .5rem; font-size: 1.125rem }
        p { margin: 0 0 1rem }
        .field { margin: 0 0 1.25rem }
        label { display: block; font-weight: 600 }
        .hint { display: block; color: var(--soft); font-size: .9375rem }
        .problem { display: block; color: var(--wrong); font-weight: 600 }
        input { display: block; width: 100%; min-height: 2.75rem; margin-top: .25rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--card); color: inherit; font: inherit }
        input[aria-invalid=true] { border: 2px solid var(--wrong) }
        button { min-height: 2.75rem; padding: .5rem 1.5rem; border: 0; border-radius: .375rem; background: var(--act); color: var(--card); font: inherit; font-weight: 600; cursor: pointer }
        a { color: var(--act) }
        :focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
        .notice { margin: 0 0 1.5rem; padding: 1rem; border-left: .25rem solid var(--wrong); border-radius: .25rem; background: var(--wrong-back) }
        .notice.good { border-color: var(--good); background: var(--good-back) }
        .notice ul { margin: 0; padding-left: 1.25rem }
        .notice p:last-child { margin: 0 }
        dl { margin: 0 0 1.5rem }
        dt { font-weight: 600; margin-top: .75rem }
        dd { margin: 0; overflow-wrap: anywhere }
        code { font-size: .875rem; color: var(--soft); overflow-wrap: anywhere }

        """;

    /// <summary>Its SHA-256 in base64, as the content security policy names it.</summary>
    public static string Hash { get; } = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
