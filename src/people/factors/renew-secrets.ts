import { type CipherKey, decipher, encipher } from './cipher.ts'
import { type AppFactor, renewSecret } from './store.ts'

/** Job: re-encrypts secrets under the first key, some per run. Undecryptable ones stay. */
export const renewSecrets = async (db: SqlDatabase, keys: readonly CipherKey[], secrets: readonly AppFactor[]): Promise<void> => {
  const renewed: SqlStatement[] = []
  for (const { id, secret } of secrets) {
    const plain = await decipher(keys, id, secret)
    if (plain) renewed.push(renewSecret(db, id, secret, await encipher(keys, id, plain)))
  }
  if (renewed.length > 0) await db.batch(renewed)
}
