import { type CipherKey, decipher, encipher } from './cipher.ts'
import { renewSecret, secretsToRenew } from './store.ts'

/**
 * Job: re-encrypts secrets under the first key, some per run; a new first key is in full use once
 * nothing is left. Undecryptable ones stay.
 */
export const renewSecrets = async (db: D1Database, keys: readonly CipherKey[]): Promise<void> => {
  const [first] = keys
  if (!first) return
  const renewed: D1PreparedStatement[] = []
  for (const { id, secret } of await secretsToRenew(db, first.name)) {
    const plain = await decipher(keys, id, secret)
    if (plain) renewed.push(renewSecret(db, id, secret, await encipher(keys, id, plain)))
  }
  if (renewed.length > 0) await db.batch(renewed)
}
