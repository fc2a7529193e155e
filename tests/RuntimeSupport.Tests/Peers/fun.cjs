// Runs one function under @vercel/fun and prints what it got for each event, one JSON line each.
// Arguments: the folder of the function, the folder of .NET, then the events.
const { createFunction } = require('@vercel/fun');

async function main([folder, dotnetRoot, ...events]) {
  const fn = await createFunction({
    Code: { Directory: folder },
    Handler: 'bootstrap',
    Runtime: 'provided',
    Region: 'eu-west-1',
    AccessKeyId: 'AKIDTEST',
    SecretAccessKey: 'secret',
    FunctionName: 'test-function',
    MemorySize: 512,
    Environment: { Variables: { DOTNET_ROOT: dotnetRoot } },
  });
  try {
    for (const event of events) {
      const result = await fn.invoke({ InvocationType: 'RequestResponse', Payload: event });
      console.log(JSON.stringify({ error: result.FunctionError ?? null, payload: String(result.Payload) }));
    }
  } finally {
    await fn.destroy();
  }
}

main(process.argv.slice(2)).catch(failure => {
  console.error(failure);
  process.exit(1);
});
