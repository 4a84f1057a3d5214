// The names of presses that wait on a shared tablet are kept enciphered: whoever knows its PIN and
// we can read them, so that they are sent without it.

import { type CipherKey, decipher, encipher } from '#people/factors/cipher.ts'

type Named = { name?: string | undefined; organisation?: string | undefined; sealed?: string | undefined }

/** A press without the names in it, which are in `sealed`. */
export const sealEntry = async <E extends Named>(keys: readonly CipherKey[], entry: E): Promise<E> => {
  const { name, organisation, sealed } = entry
  if (name === undefined || sealed !== undefined) return entry
  return { ...entry, name: '', organisation: undefined, sealed: await encipher(keys, 'press', JSON.stringify({ name, organisation })) }
}

/** The press as it was; unchanged where the keys do not open it. */
export const openEntry = async <E extends Named>(keys: readonly CipherKey[], entry: E): Promise<E> => {
  const { sealed, ...rest } = entry
  const names = sealed === undefined ? undefined : await decipher(keys, 'press', sealed)
  return names === undefined ? entry : ({ ...rest, ...JSON.parse(names) } as E)
}
