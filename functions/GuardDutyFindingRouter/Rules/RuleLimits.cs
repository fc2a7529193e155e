namespace Sluice.GuardDutyFindingRouter;

/// <summary>How large rules may be. What is larger is a mistake of the document, not a slow function.</summary>
/// <remarks>A standard parameter holds 4 KB, an advanced one 8 KB, the whole environment of a function 4 KB (Systems Manager and Lambda quotas);
/// a secret holds 64 KB. Larger documents belong into S3.</remarks>
static class RuleLimits
{
    /// <summary>Bytes of the document.</summary>
    public const int DocumentBytes = 2 << 20;

    /// <summary>Objects and lists in each other.</summary>
    public const int Depth = 64;

    /// <summary>Conditions in each other, through <c>any</c> and <c>none</c>.</summary>
    public const int ConditionDepth = 8;

    /// <summary>Destinations, and names in <c>to</c>.</summary>
    public const int Destinations = 200;

    /// <summary>Routes, and suppressions.</summary>
    public const int Routes = 1000;

    /// <summary>Entries of a list of a condition.</summary>
    public const int Entries = 1000;

    /// <summary>Characters of a pattern, a tag or another short text.</summary>
    public const int TextCharacters = 512;

    /// <summary>Characters of a suppression's reason.</summary>
    public const int ReasonCharacters = 1000;

    /// <summary>Characters of a webhook's template.</summary>
    public const int TemplateCharacters = 64 << 10;

    /// <summary>Bytes that a standard parameter of Systems Manager holds.</summary>
    public const int StandardParameterBytes = 4096;

    /// <summary>Bytes that an advanced parameter holds.</summary>
    public const int AdvancedParameterBytes = 8192;
}
