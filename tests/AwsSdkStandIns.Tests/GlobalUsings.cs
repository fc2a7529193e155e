// xunit has a Record too.
global using Record = Amazon.KinesisFirehose.Model.Record;
