// AWS' Encryption SDK for JavaScript, asked through standard input: one JSON object, whose answer is one JSON array.
// {provider, name, hash, publicKey, privateKey, decrypt: [base64, ...], encrypt: [{suite, plaintext, frameLength, context}, ...]}
const { buildClient, CommitmentPolicy, RawRsaKeyringNode } = require('@aws-crypto/client-node');

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const asked = JSON.parse(Buffer.concat(chunks).toString());
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const committing = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const keyring = new RawRsaKeyringNode({
    keyNamespace: asked.provider,
    keyName: asked.name,
    oaepHash: asked.hash,
    rsaKey: { publicKey: asked.publicKey, privateKey: asked.privateKey },
  });
  const answers = [];
  for (const message of asked.decrypt ?? []) {
    const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(message, 'base64'));
    answers.push({ plaintext: plaintext.toString('base64'), context: messageHeader.encryptionContext, suite: messageHeader.suiteId });
  }
  for (const one of asked.encrypt ?? []) {
    const client = one.suite >= 0x400 ? committing : { encrypt };
    const { result } = await client.encrypt(keyring, Buffer.from(one.plaintext, 'base64'), {
      suiteId: one.suite, frameLength: one.frameLength, encryptionContext: one.context ?? {},
    });
    answers.push({ message: result.toString('base64') });
  }
  console.log(JSON.stringify(answers));
}

main().catch(failure => {
  console.error(failure);
  process.exit(1);
});
