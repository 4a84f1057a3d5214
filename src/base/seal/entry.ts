// What an entry of the protected record is the hash of.
import { fromBase64, inBase64 } from '#base/id.ts'
import { type Bytes, grow, leafOf, rootOf } from './tree.ts'

const text = new TextEncoder()

/** An entry as it was sealed. salt: null once the person whom it is about is erased. */
export type SealedEntry = { number: number; at: string; salt: string | null; leafHash: string }

/** The row with the number and the root of each table of rows that came with it. */
export const dataOf = async (row: string, tables: readonly (readonly string[])[]): Promise<string> => {
  const said = [row.slice(0, -1)]
  for (const rows of tables) {
    const leaves = await Promise.all(rows.map((one) => leafOf(text.encode(one))))
    said.push(`${rows.length}`, `"${inBase64(await rootOf((await grow(0, [], leaves)).peaks))}"`)
  }
  return `${said.join(',')}]`
}

/** The hash; data: null of a row taken away before it was sealed, which the audit finds. */
export const leafOfData = (salt: Bytes, data: string | null): Promise<Bytes> => leafOf(salt, text.encode(data ?? 'null'))

/** Whether data is what was sealed; undefined where the salt went with a person. */
export const isOfEntry = async ({ salt, leafHash }: SealedEntry, data: string | null): Promise<boolean | undefined> =>
  salt === null ? undefined : inBase64(await leafOfData(fromBase64(salt), data)) === leafHash
