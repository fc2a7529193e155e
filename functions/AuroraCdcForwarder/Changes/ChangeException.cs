namespace Sluice.AuroraCdcForwarder;

/// <summary>A payload is no change that can be delivered; the message says why, and shows nothing of the row.</summary>
sealed class ChangeException(string message) : Exception(message);
