import { type CipherKey, decipher, encipher } from './cipher.ts'
import { renewSecret, secretsToRenew } from './store.ts'

/**
 * Enciphers anew, under the first key, what is stored under another; a run does some, and the next goes on. A key that is put before the others
 * has taken their place once nothing is left to do. What no key deciphers stays as it is.
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
