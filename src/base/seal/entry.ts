// What an entry of the protected record hashes.
import { fromBase64, inBase64 } from '#base/id.ts'
import { type Bytes, grow, leafOf, rootOf } from './tree.ts'

const text = new TextEncoder()

/** salt: null once its person is erased. */
export type SealedEntry = { number: number; at: string; salt: string | null; leafHash: string }

/** The row, with the number of rows and the root of each table that came with it. */
export const dataOf = async (row: string, tables: readonly (readonly string[])[]): Promise<string> => {
  const columns = [row.slice(0, -1)]
  for (const rows of tables) {
    const leaves = await Promise.all(rows.map((one) => leafOf(text.encode(one))))
    columns.push(`${rows.length}`, `"${inBase64(await rootOf((await grow(0, [], leaves)).peaks))}"`)
  }
  return `${columns.join(',')}]`
}

/** data: null for a row deleted before it was sealed; the audit reports it. */
export const leafOfData = (salt: Bytes, data: string | null): Promise<Bytes> => leafOf(salt, text.encode(data ?? 'null'))

/** undefined where an erased person's salt is gone. */
export const isOfEntry = async ({ salt, leafHash }: SealedEntry, data: string | null): Promise<boolean | undefined> =>
  salt === null ? undefined : inBase64(await leafOfData(fromBase64(salt), data)) === leafHash
