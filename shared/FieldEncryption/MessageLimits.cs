namespace Sluice;

/// <summary>What a message may have at most. The format itself allows headers of gigabytes.</summary>
/// <param name="MessageBytes">Of the whole message; a field of CloudFront has 16 KB at most.</param>
/// <param name="DataKeys">Encrypted data keys: each that fits ours costs a private operation.</param>
/// <param name="HeaderBytes">Of the header.</param>
/// <param name="ContextBytes">Of the encryption context.</param>
public sealed record MessageLimits(int MessageBytes = 64 << 10, int DataKeys = 10, int HeaderBytes = 16 << 10, int ContextBytes = 8 << 10);
