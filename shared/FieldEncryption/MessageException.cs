namespace Sluice;

/// <summary>A message cannot be read or must not be trusted. The text says what is wrong and where: it is for the log, not for callers.</summary>
public sealed class MessageException(string message, Exception? cause = null) : Exception(message, cause);
