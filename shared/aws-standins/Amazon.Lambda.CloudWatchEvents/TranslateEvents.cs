namespace Amazon.Lambda.CloudWatchEvents.TranslateEvents;

public class TranslateParallelDataStateChange
{
    public string Operation { get; set; }

    public string Name { get; set; }

    public string Status { get; set; }

    public string LatestUpdateAttemptStatus { get; set; }

    public DateTime LatestUpdateAttemptAt { get; set; }
}

public class TranslateParallelDataStateChangeEvent : CloudWatchEvent<TranslateParallelDataStateChange>;

public class TranslateTextTranslationJobStateChange
{
    public string JobId { get; set; }

    public string JobStatus { get; set; }
}

public class TranslateTextTranslationJobStateChangeEvent : CloudWatchEvent<TranslateTextTranslationJobStateChange>;
